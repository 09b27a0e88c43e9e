import { canonicalLabels, type Labels } from '../alert/labels.ts';
import type { Adapter, DeliveryResult } from '../delivery/adapter.ts';
import { actionFor, incidentAfter } from '../delivery/pagerduty/action.ts';
import { hasLine } from '../delivery/slack/timeline.ts';
import type { AlertView, DeliveryView } from '../delivery/view.ts';
import { alertsTold, hasNews } from '../delivery/news.ts';
import type { Integration } from '../rules/policy.ts';
import type { Action, AlertTold, Notification } from './notification.ts';

/** What notifications are told to, instead of services. */
export interface Ear {
  readonly now: () => number;
  readonly tell: (notification: Notification) => void;
  /** The labels of an alert (by fingerprint) as its sender knows them. */
  readonly asSent: (fingerprint: string, labels: Labels) => Labels;
  /** Whether the messages of an integration call somebody. */
  readonly mentions: (integration: Integration) => boolean;
}

/** What a service keeps that has something to edit; the bot asks no more than that it is there. */
const HANDLE = { channel: 'simulated', ts: 'simulated' };

const DELIVERED: DeliveryResult = { outcome: 'delivered' };

/**
 * An adapter that decides as the service's own does what it would be asked to do, and says so. Every
 * service takes everything at once: limits and failures are not simulated.
 */
export function createListener(integration: Integration, repage: boolean, ear: Ear): Adapter {
  const { kind } = integration;
  return {
    detail: Number.POSITIVE_INFINITY,
    async deliver(view, { journal }) {
      const say = (action: Action) => ear.tell(notificationOf(view, integration, action, ear));
      switch (kind) {
        case 'slack':
          return inSlack(view, say);
        case 'pagerduty': {
          const action = actionFor(view, { repage, mayBeOpen: view.told !== undefined });
          // That it is given back is said in no event of PagerDuty's.
          if (action !== undefined && action !== 'unacknowledge') say(action);
          const incident = action && incidentAfter(action, view);
          return { outcome: 'delivered', ...(incident !== undefined && { incident }) };
        }
        case 'email':
        case 'webhook':
        case 'log':
          if (hasNews(view, integration, journal)) say('send');
          return DELIVERED;
      }
    },
  };
}

/** One message a group, edited in place, with a line in its thread for what is worth one. */
function inSlack(view: DeliveryView, say: (action: Action) => void): DeliveryResult {
  if (view.handle === undefined) {
    if (view.due === undefined) return DELIVERED;
    say('post');
    return { outcome: 'delivered', handle: HANDLE };
  }
  say('update');
  // A line of what was done comes without a notification, and is none.
  if (view.due !== undefined && hasLine(view)) say('thread');
  return DELIVERED;
}

function notificationOf(
  view: DeliveryView,
  integration: Integration,
  action: Action,
  { now, asSent, mentions }: Ear,
): Notification {
  const alerts = inOrder(alertsTold(view, integration));
  const members = [...view.firing, ...view.resolved];
  return {
    at: now(),
    integration,
    action,
    status: view.firing.length > 0 ? 'firing' : 'resolved',
    key: view.group,
    group: groupAsSent(view.labels, members, asSent),
    severity: view.severity,
    alerts: alerts.map((one) => alertTold(one, asSent)),
    calls:
      view.until === undefined &&
      (calledBy(view, action) || (action === 'post' && mentions(integration))),
    reason: view.movedTo === undefined ? (view.due?.reason ?? 'the group changed') : 'moved',
  };
}

/** An escalation calls whom it names, in the message or in its thread. */
function calledBy({ due }: DeliveryView, action: Action): boolean {
  return due?.mention !== undefined && (action === 'post' || action === 'thread');
}

/** The same alerts come in the same order, however the group got them. */
function inOrder(alerts: readonly AlertView[]): readonly AlertView[] {
  if (alerts.length < 2) return alerts;
  return alerts
    .map((one) => ({ one, key: canonicalLabels(one.alert.labels) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ one }) => one);
}

function alertTold(
  { alert, resolved, startsAt, endsAt }: AlertView,
  asSent: Ear['asSent'],
): AlertTold {
  const { fingerprint, labels } = alert;
  return {
    fingerprint,
    status: resolved ? 'resolved' : 'firing',
    labels: asSent(fingerprint, labels),
    startsAt,
    endsAt: resolved ? (endsAt ?? null) : null,
  };
}

/** The labels of a group where its alerts' senders agree on them; else as the bot has them. */
function groupAsSent(labels: Labels, members: readonly string[], asSent: Ear['asSent']): Labels {
  if (labels['severity'] === undefined) return labels;
  const [first = labels, ...others] = members.map((fingerprint) => asSent(fingerprint, labels));
  return others.every(({ severity }) => severity === first['severity']) ? first : labels;
}
