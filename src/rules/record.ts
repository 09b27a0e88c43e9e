import type { Delivery, Group } from '../alert/group.ts';
import type { Draft } from './draft.ts';
import type { OutcomeEvent } from './event.ts';
import { repeatIntervalOf, standingOf, worstOf } from './flush.ts';
import { earliest } from './group.ts';
import { notification } from './notify.ts';
import type { Policy } from './policy.ts';
import { tickAfter } from './rhythm.ts';
import { tidy } from './tidy.ts';

/**
 * Writes a delivery's outcome into the notification log: only what a service accepted was told.
 * If people still see an older picture, the delivery is asked for again.
 */
export function record(draft: Draft, event: OutcomeEvent, policy: Policy, now: number): void {
  draft.settle(event.group, event.integration);
  const group = draft.group(event.group);
  const delivery = group?.deliveries[event.integration];
  if (group === undefined || delivery === undefined) return;

  const next = withoutStaleDue(
    event.result === 'delivered' ? delivered(delivery, event) : rejected(delivery, event),
    { event, group, draft, policy, now },
  );
  const flushAt =
    event.result === 'rejected' && event.firing.length > 0
      ? earliest(group.flushAt, retryAt(group, policy, now))
      : group.flushAt;
  draft.putGroup({
    ...group,
    deliveries: { ...group.deliveries, [event.integration]: next },
    ...(flushAt !== undefined && { flushAt }),
  });
  draft.addEffect({
    kind: 'deliver',
    group: group.key,
    integration: event.integration,
    severity: worstOf(draft.members(group.key), now),
    traceId: next.due?.traceId ?? event.traceId,
  });
  draft.because({
    decision: 'recorded',
    reason: event.result,
    group: group.key,
    integration: event.integration,
  });
  tidy(draft, group.key, policy, now);
}

/**
 * A flush that came while this delivery was under way may have asked for what it has told just now:
 * then there is nothing left to notify.
 */
function withoutStaleDue(
  delivery: Delivery,
  { event, group, draft, policy, now }: StaleContext,
): Delivery {
  const { due, ...rest } = delivery;
  if (due === undefined || event.result === 'rejected') return delivery;
  const { notify } = notification(delivery.told, standingOf(draft.members(group.key), now), {
    at: due.at,
    repeatInterval: repeatIntervalOf(policy.routesById.get(group.routeId)),
    sendResolved: policy.integrationsById.get(event.integration)?.sendResolved ?? true,
  });
  return notify ? delivery : rest;
}

interface StaleContext {
  readonly event: OutcomeEvent;
  readonly group: Group;
  readonly draft: Draft;
  readonly policy: Policy;
  readonly now: number;
}

function delivered(delivery: Delivery, event: OutcomeEvent): Delivery {
  const { firing, resolved, dueAt } = event;
  const pending = delivery.due?.at === dueAt ? {} : pick(delivery.due);
  const progress = { wanted: delivery.wanted, shown: Math.max(delivery.shown, event.revision) };
  if (dueAt !== undefined && firing.length === 0) return { ...progress, ...pending };

  const handle = event.handle ?? delivery.handle;
  const told = dueAt === undefined ? delivery.told : { at: dueAt, firing, resolved };
  return {
    ...progress,
    ...pending,
    ...(told !== undefined && { told }),
    ...(handle !== undefined && { handle }),
    ...(delivery.episode !== undefined && { episode: delivery.episode }),
  };
}

/**
 * A refusal will not get better by asking again at once. A notification that was refused is decided
 * anew at the next flush; the message that can't be edited is given up; an end that was refused is final.
 */
function rejected(delivery: Delivery, event: OutcomeEvent): Delivery {
  const pending = delivery.due?.at === event.dueAt ? {} : pick(delivery.due);
  const progress = { wanted: delivery.wanted, shown: Math.max(delivery.shown, event.revision) };
  if (event.firing.length === 0) return { ...progress, ...pending };
  return {
    ...progress,
    ...pending,
    ...(delivery.told !== undefined && { told: delivery.told }),
    ...(delivery.episode !== undefined && { episode: delivery.episode }),
  };
}

function pick(due: Delivery['due']): Pick<Delivery, 'due'> {
  return due === undefined ? {} : { due };
}

function retryAt(group: Group, policy: Policy, now: number): number {
  const interval =
    policy.routesById.get(group.routeId)?.groupInterval ?? policy.route.groupInterval;
  return tickAfter({ anchor: group.anchor ?? now, interval }, now);
}
