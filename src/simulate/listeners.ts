import { canonicalLabels, type Labels } from '../alert/labels.ts';
import type { Adapter, DeliveryResult } from '../delivery/adapter.ts';
import { actionFor } from '../delivery/pagerduty/action.ts';
import { renderLine } from '../delivery/slack/timeline.ts';
import type { AlertView, DeliveryView } from '../delivery/view.ts';
import { alertsTold, hasNews } from '../delivery/webhook/news.ts';
import type { Integration } from '../rules/policy.ts';
import type { Action, AlertTold, Notification } from './notification.ts';

/** What notifications are told to, instead of services. */
export interface Ear {
  readonly now: () => number;
  readonly tell: (notification: Notification) => void;
  /** Whether the severity of an alert (by fingerprint) is one that nobody gave it. */
  readonly isDefaulted: (fingerprint: string) => boolean;
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
          if (action !== undefined) say(action);
          return DELIVERED;
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
  if (view.due !== undefined && renderLine(view) !== undefined) say('thread');
  return DELIVERED;
}

function notificationOf(
  view: DeliveryView,
  integration: Integration,
  action: Action,
  { now, isDefaulted, mentions }: Ear,
): Notification {
  const alerts = inOrder(alertsTold(view, integration));
  const members = [...view.firing, ...view.resolved];
  return {
    at: now(),
    integration,
    action,
    status: view.firing.length > 0 ? 'firing' : 'resolved',
    key: view.group,
    group: members.every(isDefaulted) ? withoutSeverity(view.labels) : view.labels,
    severity: view.severity,
    alerts: alerts.map((one) => alertTold(one, isDefaulted)),
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
  isDefaulted: (fingerprint: string) => boolean,
): AlertTold {
  const { fingerprint, labels } = alert;
  return {
    fingerprint,
    status: resolved ? 'resolved' : 'firing',
    labels: isDefaulted(fingerprint) ? withoutSeverity(labels) : labels,
    startsAt,
    endsAt: resolved ? (endsAt ?? null) : null,
  };
}

/** A severity that nobody gave an alert is the bot's own business. */
function withoutSeverity(all: Labels): Labels {
  const { severity: _, ...labels } = all;
  return labels;
}
