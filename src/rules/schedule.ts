import { isFlapping, isResolved } from '../alert/alert.ts';
import {
  isDigest,
  isOutstanding,
  type Delivery,
  type Group,
  type Member,
  type Told,
} from '../alert/group.ts';
import { nextOfAcknowledgement } from './acknowledgement.ts';
import type { Draft } from './draft.ts';
import { nextStepAt } from './escalate.ts';
import { earliest, earliestOf } from './earliest.ts';
import { paceOf, splitMembers, worstOf } from './group.ts';
import { listenersOf, type Listener } from './integrations.ts';
import {
  entryOf,
  notification,
  type LogEntry,
  type Notification,
  type Standing,
} from './notify.ts';
import type { Policy } from './policy.ts';
import { tickAfter, tickFrom, type Rhythm } from './rhythm.ts';
import { standInAt } from './stand-in.ts';

/** A delivery of which nothing has happened yet. */
export const UNTOLD: Delivery = { wanted: 0, shown: 0 };

/** How a group's members stand at `now`. */
export function standingOf(members: ReadonlyMap<string, Member>, now: number): Standing {
  const { firing, resolved } = splitMembers(members, now);
  const isMuted = (fingerprint: string) => members.get(fingerprint)?.muted !== undefined;
  const flaps = (fingerprint: string) => isFlapping(members.get(fingerprint) ?? {}, now);
  const spoken = resolved.filter((fingerprint) => !members.get(fingerprint)?.silent);
  return {
    firing: new Set(firing.filter((one) => !isMuted(one))),
    resolved: new Set(spoken.filter((one) => !isMuted(one))),
    mutedFiring: new Set(firing.filter(isMuted)),
    mutedResolved: new Set(spoken.filter(isMuted)),
    flapping: new Set(firing.filter((one) => !isMuted(one) && flaps(one))),
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
  { integration, isFormer, insteadOf }: Listener,
  { standing, told }: Log,
  { policy, at }: { readonly policy: Policy; readonly at: number },
): Notification {
  const { id, sendResolved } = integration;
  const entry = entryOf(group.deliveries[id], told.get(id));
  const isRepeated = !isFormer && insteadOf === undefined;
  const repeatInterval = isRepeated ? repeatIntervalOf(group, policy) : Number.POSITIVE_INFINITY;
  const seen = isFormer ? within(standing, entry) : standing;
  return asDigest(group, notification(entry, seen, { at, repeatInterval, sendResolved }));
}

/** Whoever is first told of a digest hears that there is a storm. */
function asDigest(group: Group, decision: Notification): Notification {
  return isDigest(group) && decision.reason === 'first notification'
    ? { notify: true, reason: 'storm' }
    : decision;
}

/** What somebody has on is not repeated. */
function repeatIntervalOf(group: Group, policy: Policy): number {
  if (group.acknowledged !== undefined) return Number.POSITIVE_INFINITY;
  return (policy.routesById.get(group.routeId) ?? policy.route).repeatInterval;
}

/** How what an integration was told of stands: the rest of the group is none of its business. */
function within(standing: Standing, entry: LogEntry | undefined): Standing {
  const heardOf = new Set([...(entry?.firing ?? []), ...(entry?.resolved ?? [])]);
  return {
    firing: standing.firing.intersection(heardOf),
    resolved: standing.resolved.intersection(heardOf),
    mutedFiring: standing.mutedFiring.intersection(heardOf),
    mutedResolved: standing.mutedResolved.intersection(heardOf),
    flapping: standing.flapping.intersection(heardOf),
  };
}

/** What grows with a group's alerts, and is not loaded for signals. */
export interface Contents {
  readonly members: ReadonlyMap<string, Member>;
  readonly told: ReadonlyMap<string, Told>;
}

/**
 * The next flush after `now` that can have something to say: one is owed a word already, a repeat
 * falls due, an alert ends by itself or has been calm, or what mutes one ends. Between the ticks of its
 * rhythm come escalation, and what an acknowledgement brings with it. What is still being delivered is
 * judged by its outcome.
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
  const listeners = listenersOf(group, policy);
  const owed = listeners.some((listener) => {
    if (isOutstanding(group.deliveries[listener.integration.id] ?? UNTOLD)) return false;
    const { notify, reason } = judge(group, listener, { standing, told }, { policy, at });
    return notify || reason === 'resolved quietly';
  });
  const changes = earliest(
    owed ? at : undefined,
    firstEnd(members, rhythm, now),
    firstFreed(members, rhythm, now),
    ...betweenTicks(group, standing, members, policy, now),
    ...standIns(group, listeners, { standing, told }, { members, policy, now }),
  );
  if (owed || standing.firing.size === 0) return changes;
  const repeats = listeners
    .filter(({ isFormer, insteadOf }) => !isFormer && insteadOf === undefined)
    .map(({ integration: { id } }) => group.deliveries[id]?.due?.at ?? group.deliveries[id]?.toldAt)
    .filter((toldAt) => toldAt !== undefined)
    .map((toldAt) => tickAfter(rhythm, Math.max(toldAt + repeatIntervalOf(group, policy), now)));
  return earliest(...repeats.filter(Number.isFinite), changes);
}

/** When fallbacks begin to stand in, and that those who do are to be told now. */
function standIns(
  group: Group,
  listeners: readonly Listener[],
  log: Log,
  {
    members,
    policy,
    now,
  }: { readonly members: Contents['members']; readonly policy: Policy; readonly now: number },
): readonly (number | undefined)[] {
  if (log.standing.firing.size === 0) return [];
  const severity = worstOf(members, now);
  return listeners.map((listener) => {
    const at = standInAt(group, listener, severity, policy);
    if (at !== undefined) return Math.max(at, now);
    return isCalledIn(group, listener, log, { policy, at: now }) ? now : undefined;
  });
}

/**
 * Whether a fallback is to be told without waiting for the next tick: it is the first that it hears. One
 * that refused it waits, as everybody.
 */
export function isCalledIn(
  group: Group,
  listener: Listener,
  log: Log,
  context: { readonly policy: Policy; readonly at: number },
): boolean {
  const delivery = group.deliveries[listener.integration.id] ?? UNTOLD;
  if (listener.insteadOf === undefined || delivery.toldAt !== undefined) return false;
  if (isOutstanding(delivery) || delivery.failing !== undefined) return false;
  return judge(group, listener, log, context).notify;
}

/** A group that changed may have something to say, or to look at, earlier. */
export function rescheduled(group: Group, draft: Draft, policy: Policy, now: number): Group {
  const contents = { members: draft.members(group.key), told: draft.told(group.key) };
  const flushAt = earliest(group.flushAt, nextFlush(group, contents, policy, now));
  return { ...group, ...(flushAt !== undefined && { flushAt }) };
}

function betweenTicks(
  group: Group,
  { firing }: Standing,
  members: ReadonlyMap<string, Member>,
  policy: Policy,
  now: number,
): readonly (number | undefined)[] {
  if (firing.size === 0) return [];
  const times = [nextStepAt(group, worstOf(members, now), policy), ...nextOfAcknowledgement(group)];
  return times.map((time) => time && Math.max(time, now));
}

/** Whoever is muted until nobody knows when is woken; one that was forgotten looks after so long (milliseconds). */
const LOOK_AGAIN = 24 * 60 * 60 * 1000;

/** The flush at which the first of the mutes is over, as far as that is known, or an alert has been calm. */
function firstFreed(
  members: ReadonlyMap<string, Member>,
  rhythm: Rhythm,
  now: number,
): number | undefined {
  const ends = [...members.values()]
    .filter((member) => !isResolved(member, now))
    .flatMap(({ muted, flapping }) => [
      muted && (muted.until ?? now + LOOK_AGAIN),
      flapping?.until,
    ]);
  const first = earliestOf(ends);
  return first === undefined ? undefined : tickFrom(rhythm, Math.max(first, now));
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
