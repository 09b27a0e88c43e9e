import type { EventPayloadV2 } from '@pagerduty/pdjs/build/src/events.js';
import { shortHash } from '../../alert/fingerprint.ts';
import type { Link } from '../../alert/signal.ts';
import { webAddress } from '../../alert/web-address.ts';
import type { AlertView, DeliveryView } from '../view.ts';
import {
  changesText,
  count,
  insteadText,
  namedText,
  nameOf,
  placeOf,
  shorten,
  summaryOf,
  titleOf,
} from '../wording.ts';

/** Limits of the Events API v2. @see https://developer.pagerduty.com/docs/send-alert-event */
export const SUMMARY_LIMIT = 1_024;
const EVENT_LIMIT = 512 * 1_024;
const LONGEST_LINK = 2_048;
const ALERTS_LISTED = 20;

/** One key for a group, integration and episode: however often it is sent, it is one incident. */
export function dedupKey({ group, integration, episode }: DeliveryView): string {
  return `tocsin-${shortHash(JSON.stringify([group, integration, episode]))}`;
}

/** The event that opens or updates a group's incident. Too large an event loses details, never itself. */
export function renderTrigger(view: DeliveryView, routingKey: string): EventPayloadV2 {
  for (let listed = ALERTS_LISTED; ; listed = Math.floor(listed / 2)) {
    const event = trigger(view, routingKey, view.alerts.slice(0, listed));
    if (listed === 0 || Buffer.byteLength(JSON.stringify(event)) <= EVENT_LIMIT) return event;
  }
}

/** The event that says what became of a group's incident. */
export function renderFollowUp(
  view: DeliveryView,
  routingKey: string,
  action: 'acknowledge' | 'resolve',
): EventPayloadV2 {
  const { summary, source, severity } = trigger(view, routingKey, []).payload;
  return {
    routing_key: routingKey,
    event_action: action,
    dedup_key: dedupKey(view),
    payload: { summary, source, severity },
  };
}

function trigger(
  view: DeliveryView,
  routingKey: string,
  listed: readonly AlertView[],
): EventPayloadV2 {
  const { severity, since, firing, alerts, labels, traceId, instead } = view;
  const first = alerts[0];
  const more = firing.length > 1 ? ` (${count(firing.length, 'alert')})` : '';
  const title = `${titleOf(view)}${more}`;
  return {
    routing_key: routingKey,
    event_action: 'trigger',
    dedup_key: dedupKey(view),
    payload: {
      summary: shorten(
        first === undefined ? title : namedText(title, summaryOf(first)),
        SUMMARY_LIMIT,
      ),
      source: shorten(placeOf(view) || 'tocsin', SUMMARY_LIMIT),
      severity,
      timestamp: new Date(since).toISOString(),
      group: shorten(Object.values(labels).join(' · '), SUMMARY_LIMIT),
      custom_details: {
        firing: firing.length,
        trace_id: traceId,
        ...(instead !== undefined && { note: insteadText(instead) }),
        alerts: listed.map((one) => ({
          name: shorten(nameOf(one), 200),
          severity: one.severity,
          summary: shorten(summaryOf(one), 1_000),
          description: shorten(one.alert.annotations.description ?? '', 2_000),
          since: new Date(one.startsAt).toISOString(),
          labels: one.alert.labels,
          ...(one.flapping !== undefined && { flapping: changesText(one.flapping) }),
        })),
      },
    },
    links: linksFrom(first?.alert.links ?? []),
  };
}

/** PagerDuty refuses an event with a link that is none. */
export function linksFrom(links: readonly Link[]): { href: string; text: string }[] {
  return links
    .flatMap(({ title, url }) => {
      const href = webAddress(url)?.href;
      return href === undefined ? [] : [{ href, text: shorten(title, 200) }];
    })
    .filter(({ href }) => href.length <= LONGEST_LINK)
    .slice(0, 5);
}
