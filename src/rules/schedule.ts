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
import { earliest } from './earliest.ts';
import { paceOf, worstOf } from './group.ts';
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
  const firing = new Set<string>();
  const resolved = new Set<string>();
  const mutedFiring = new Set<string>();
  const mutedResolved = new Set<string>();
  const flapping = new Set<string>();
  for (const [fingerprint, member] of members) {
    const isMuted = member.muted !== undefined;
    if (!isResolved(member, now)) {
      (isMuted ? mutedFiring : firing).add(fingerprint);
      if (!isMuted && isFlapping(member, now)) flapping.add(fingerprint);
    } else if (!member.silent) {
      (isMuted ? mutedResolved : resolved).add(fingerprint);
    }
  }
  return { firing, resolved, mutedFiring, mutedResolved, flapping };
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
    firstChange(members, rhythm, now),
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

/**
 * The flush at which the first of the alerts is over by itself, free of its mute, as far as that is
 * known, or has been calm.
 */
function firstChange(
  members: ReadonlyMap<string, Member>,
  rhythm: Rhythm,
  now: number,
): number | undefined {
  let first: number | undefined;
  for (const member of members.values()) {
    if (isResolved(member, now)) continue;
    const { endsAt, muted, flapping } = member;
    const freed = muted && (muted.until ?? now + LOOK_AGAIN);
    first = earliest(first, endsAt, freed, flapping?.until);
  }
  return first === undefined ? undefined : tickFrom(rhythm, Math.max(first, now));
}
