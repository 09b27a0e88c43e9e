import { isResolved } from '../alert/alert.ts';
import type { Delivery, Group, Member } from '../alert/group.ts';
import { worst, type Severity } from '../alert/severity.ts';
import type { Draft } from './draft.ts';
import type { FlushEvent } from './event.ts';
import { earliest, splitMembers } from './group.ts';
import { notification, type Notification, type Standing } from './notify.ts';
import type { Integration, Policy, Route } from './policy.ts';
import { tickAfter, tickFrom, tickOf, type Rhythm } from './rhythm.ts';
import { tidy } from './tidy.ts';

/** A delivery of which nothing has happened yet. */
const UNTOLD: Delivery = { wanted: 0, shown: 0 };

/** A group's flush: for each integration, decides whether it has something to be told. */
export function flush(draft: Draft, event: FlushEvent, policy: Policy, now: number): void {
  const group = draft.group(event.group);
  if (group === undefined || group.flushAt !== event.due) return;
  const members = draft.members(group.key);
  const route = policy.routesById.get(group.routeId);
  const rhythm = {
    anchor: group.anchor ?? event.due,
    interval: route?.groupInterval ?? policy.route.groupInterval,
  };
  const at = tickOf(rhythm, event.due, now);
  const standing = standingOf(members, now);

  const deliveries: Record<string, Delivery> = { ...group.deliveries };
  for (const integration of integrationsOf(group, route, policy)) {
    const delivery = deliveries[integration.id] ?? UNTOLD;
    const decision = notification(delivery.told, standing, {
      at,
      repeatInterval: repeatIntervalOf(route),
      sendResolved: integration.sendResolved,
    });
    deliveries[integration.id] = applied(decision, delivery, group, at, event.due);
    draft.because({
      decision: decision.notify ? 'notify' : 'quiet',
      reason: decision.reason,
      group: group.key,
      integration: integration.id,
    });
    if (decision.notify) {
      draft.addEffect({
        kind: 'deliver',
        group: group.key,
        integration: integration.id,
        severity: worstOf(members, now),
        traceId: group.unflushed?.traceId ?? '',
      });
    }
  }

  const { flushAt: _done, unflushed: _seen, ...rest } = group;
  const next = route && nextFlush(deliveries, members, { rhythm, route, now: Math.max(at, now) });
  draft.putGroup({
    ...rest,
    anchor: rhythm.anchor,
    deliveries,
    ...(next !== undefined && { flushAt: next }),
  });
  tidy(draft, group.key, policy, now);
}

/** Who may have to be told: the receiver's integrations, and any that were told before it changed. */
function integrationsOf(
  group: Group,
  route: Route | undefined,
  policy: Policy,
): readonly Integration[] {
  const current =
    route === undefined ? [] : (policy.integrationsByReceiver.get(route.receiver) ?? []);
  const former = Object.entries(group.deliveries)
    .filter(
      ([id, delivery]) => delivery.told !== undefined && current.every((one) => one.id !== id),
    )
    .map(([id]) => policy.integrationsById.get(id))
    .filter((integration) => integration !== undefined);
  return [...current, ...former];
}

/** A route that is gone repeats nothing; what it told is still closed. */
export function repeatIntervalOf(route: Route | undefined): number {
  return route?.repeatInterval ?? Number.POSITIVE_INFINITY;
}

/** How a group's members stand at `now`. */
export function standingOf(members: ReadonlyMap<string, Member>, now: number): Standing {
  const { firing, resolved } = splitMembers(members, now);
  return {
    firing: new Set(firing),
    resolved: new Set(resolved.filter((fingerprint) => !members.get(fingerprint)?.silent)),
  };
}

function applied(
  decision: Notification,
  delivery: Delivery,
  group: Group,
  at: number,
  due: number,
): Delivery {
  if (decision.notify) {
    const { traceId = '', receivedAt = due } = delivery.due ?? group.unflushed ?? {};
    return {
      ...delivery,
      wanted: group.revision,
      episode: delivery.episode ?? at,
      due: { at, reason: delivery.due?.reason ?? decision.reason, traceId, receivedAt },
    };
  }
  if (decision.reason === 'resolved quietly') {
    return { wanted: delivery.wanted, shown: delivery.wanted };
  }
  return delivery;
}

/** The next flush that can have something to say: a repeat, or an alert that ends by itself. */
function nextFlush(
  deliveries: Readonly<Record<string, Delivery>>,
  members: ReadonlyMap<string, Member>,
  { rhythm, route, now }: { readonly rhythm: Rhythm; readonly route: Route; readonly now: number },
): number | undefined {
  const firing = [...members.values()].filter((member) => !isResolved(member, now));
  const repeats =
    firing.length === 0
      ? []
      : Object.values(deliveries)
          .map(({ due, told }) => due?.at ?? told?.at)
          .filter((toldAt) => toldAt !== undefined)
          .map((toldAt) => tickAfter(rhythm, Math.max(toldAt + route.repeatInterval, now)));
  const ends = firing
    .map(({ endsAt }) => endsAt)
    .filter((endsAt) => endsAt !== undefined)
    .map((endsAt) => Math.max(tickFrom(rhythm, endsAt), tickAfter(rhythm, now)));
  return earliest(...repeats, earliest(...ends));
}

/** The worst severity of the members that fire; of all, when none does. */
export function worstOf(members: ReadonlyMap<string, Member>, now: number): Severity {
  const all = [...members.values()];
  const firing = all.filter((member) => !isResolved(member, now));
  return worst((firing.length > 0 ? firing : all).map(({ severity }) => severity)) ?? 'info';
}
