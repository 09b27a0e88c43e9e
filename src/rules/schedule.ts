import { isResolved } from '../alert/alert.ts';
import {
  isOutstanding,
  type Delivery,
  type Group,
  type Member,
  type Told,
} from '../alert/group.ts';
import { earliest, earliestOf, paceOf, splitMembers } from './group.ts';
import { entryOf, notification, type Notification, type Standing } from './notify.ts';
import type { Integration, Policy } from './policy.ts';
import { tickAfter, tickFrom, type Rhythm } from './rhythm.ts';

/** A delivery of which nothing has happened yet. */
export const UNTOLD: Delivery = { wanted: 0, shown: 0 };

/** Who may have to be told: the receiver's integrations, and any that were told before it changed. */
export function integrationsOf(group: Group, policy: Policy): readonly Integration[] {
  const current = policy.integrationsByReceiver.get(receiverOf(group, policy) ?? '') ?? [];
  const former = Object.entries(group.deliveries)
    .filter(
      ([id, delivery]) => delivery.toldAt !== undefined && current.every((one) => one.id !== id),
    )
    .map(([id]) => policy.integrationsById.get(id))
    .filter((integration) => integration !== undefined);
  return [...current, ...former];
}

/** How a group's members stand at `now`. */
export function standingOf(members: ReadonlyMap<string, Member>, now: number): Standing {
  const { firing, resolved } = splitMembers(members, now);
  return {
    firing: new Set(firing),
    resolved: new Set(resolved.filter((fingerprint) => !members.get(fingerprint)?.silent)),
  };
}

/** How a group stands, and what each integration was told of it. */
export interface Log {
  readonly standing: Standing;
  readonly told: ReadonlyMap<string, Told>;
}

/** Holds a group against what one of its integrations last accepted, for a flush at `at`. */
export function judge(
  group: Group,
  integration: Pick<Integration, 'id' | 'sendResolved'>,
  { standing, told }: Log,
  { policy, at }: { readonly policy: Policy; readonly at: number },
): Notification {
  const entry = entryOf(group.deliveries[integration.id], told.get(integration.id));
  return notification(entry, standing, {
    at,
    repeatInterval: repeatIntervalOf(group, policy),
    sendResolved: integration.sendResolved,
  });
}

/**
 * The receiver of a group's route. Where the route is gone, those who were told are told on; a group
 * of which nobody was told goes to the root's receiver, so that no alarm is lost with its route.
 */
function receiverOf(group: Group, policy: Policy): string | undefined {
  const route = policy.routesById.get(group.routeId);
  if (route !== undefined) return route.receiver;
  const isTold = Object.values(group.deliveries).some(({ toldAt }) => toldAt !== undefined);
  return isTold ? undefined : policy.route.receiver;
}

function repeatIntervalOf(group: Group, policy: Policy): number {
  return (policy.routesById.get(group.routeId) ?? policy.route).repeatInterval;
}

/** What grows with a group's alerts, and is loaded only for flushes and outcomes. */
export interface Contents {
  readonly members: ReadonlyMap<string, Member>;
  readonly told: ReadonlyMap<string, Told>;
}

/**
 * The next flush after `now` that can have something to say: one is owed a word already, a repeat
 * falls due, or an alert ends by itself. What is still being delivered is judged by its outcome.
 */
export function nextFlush(
  group: Group,
  { members, told }: Contents,
  policy: Policy,
  now: number,
): number | undefined {
  if (group.anchor === undefined) return group.flushAt;
  const rhythm = { anchor: group.anchor, interval: paceOf(group, policy).groupInterval };
  const at = tickAfter(rhythm, now);
  const standing = standingOf(members, now);
  const integrations = integrationsOf(group, policy);
  const owed = integrations.some((integration) => {
    if (isOutstanding(group.deliveries[integration.id] ?? UNTOLD)) return false;
    const { notify, reason } = judge(group, integration, { standing, told }, { policy, at });
    return notify || reason === 'resolved quietly';
  });
  if (owed) return at;
  if (standing.firing.size === 0) return undefined;
  const repeats = integrations
    .map(({ id }) => group.deliveries[id]?.due?.at ?? group.deliveries[id]?.toldAt)
    .filter((toldAt) => toldAt !== undefined)
    .map((toldAt) => tickAfter(rhythm, Math.max(toldAt + repeatIntervalOf(group, policy), now)));
  return earliest(...repeats.filter(Number.isFinite), firstEnd(members, rhythm, now));
}

/** The flush at which the first of the alerts that end by themselves is over. */
function firstEnd(
  members: ReadonlyMap<string, Member>,
  rhythm: Rhythm,
  now: number,
): number | undefined {
  const ends = [...members.values()]
    .filter((member) => !isResolved(member, now))
    .map(({ endsAt }) => endsAt)
    .filter((endsAt) => endsAt !== undefined);
  const first = earliestOf(ends);
  return first === undefined ? undefined : tickFrom(rhythm, first);
}
