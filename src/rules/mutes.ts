import type { Group, Member, Mute } from '../alert/group.ts';
import type { Labels } from '../alert/labels.ts';
import { matchesAll } from '../alert/matcher.ts';
import { silenceState } from '../alert/silence.ts';
import { announcedSilence, isOfMaintenance } from './announcement.ts';
import type { Draft } from './draft.ts';
import { earliest } from './earliest.ts';
import { inhibitions } from './inhibit.ts';
import { occurrenceOf, windowAt } from './maintenance.ts';
import { memberLabels } from './member-labels.ts';
import { inhibitionMute, silenceMute } from './mute-names.ts';
import type { Policy } from './policy.ts';
import { isWithin, nextChange, type TimeInterval } from './timetable.ts';

/**
 * Looks again at what mutes each of a group's members, and notes it on them. The order is that of
 * Alertmanager's stages: what inhibits, times, silences.
 */
export function refreshMutes(draft: Draft, group: Group, policy: Policy, now: number): void {
  const byTime = mutedByTime(group, policy, now);
  const inhibitedBy = inhibitions(draft, policy, now);
  for (const [fingerprint, member] of draft.members(group.key)) {
    const labels = memberLabels(group, member);
    const mute =
      inhibitedBy(fingerprint, labels) ?? byTime ?? muteByLabels(draft, labels, policy, now);
    if (isSame(mute, member.muted)) continue;
    const { muted: _, ...rest } = member;
    draft.putMember(group.key, fingerprint, {
      ...rest,
      ...(mute !== undefined && { muted: mute }),
    });
  }
}

/** What mutes alerts with these labels, wherever they are: a silence, or maintenance. */
export function muteByLabels(
  draft: Draft,
  labels: Labels,
  policy: Policy,
  now: number,
): Mute | undefined {
  return silencedBy(draft, labels, now) ?? maintainedBy(labels, policy, now);
}

/**
 * Has a group be woken when one of these mutes ends earlier than it says; and notes what maintenance
 * mutes, for those who tell of its end.
 */
export function waitForMutes(draft: Draft, key: string): void {
  const members = draft.members(key);
  for (const mute of awaited(members)) draft.putWaiting(mute, key, true);
  for (const [fingerprint, { muted }] of members) {
    if (muted?.by !== 'maintenance' || muted.until === undefined) continue;
    draft.noteMuted(occurrenceOf(muted.id, muted.until), fingerprint);
  }
}

/** Has a group wait no more for what mutes none of its members any longer, as they were `before`. */
export function stopWaiting(draft: Draft, key: string, before: ReadonlyMap<string, Member>): void {
  const mutes = awaited(draft.members(key));
  for (const mute of awaited(before)) {
    if (!mutes.has(mute)) draft.putWaiting(mute, key, undefined);
  }
}

/**
 * Whether a group may wait for a mute's end only from this flush on. Where that ended since it was looked
 * at, nobody was there to be woken: the group looks once more.
 */
export function isNewWait(
  { unflushed, woken }: Group,
  before: ReadonlyMap<string, Member>,
  members: ReadonlyMap<string, Member>,
): boolean {
  const mutes = awaited(members);
  // What mutes an alert as it comes is noted on it, and waited for from the flush on.
  const isNoted = unflushed === undefined && woken === undefined;
  return isNoted ? !mutes.isSubsetOf(awaited(before)) : mutes.size > 0;
}

/** The mutes of a group's members that can end earlier than they say. */
function awaited(members: ReadonlyMap<string, Member>): ReadonlySet<string> {
  const mutes = new Set<string>();
  for (const { muted } of members.values()) {
    if (muted?.by === 'silence') mutes.add(silenceMute(muted.id));
    if (muted?.by === 'inhibition') mutes.add(inhibitionMute(muted.id));
  }
  return mutes;
}

/** A route's groups are muted while one of its mute times holds, or none of its active times does. */
export function mutedByTime({ routeId }: Group, policy: Policy, now: number): Mute | undefined {
  const route = policy.routesById.get(routeId);
  if (route === undefined) return undefined;
  const muting = route.muteTimeIntervals.find((interval) => isWithin(interval, now));
  if (muting !== undefined) return timeMute([muting], now);
  const active = route.activeTimeIntervals;
  const isActive = active.length === 0 || active.some((interval) => isWithin(interval, now));
  return isActive ? undefined : timeMute(active, now);
}

function timeMute(intervals: readonly TimeInterval[], now: number): Mute {
  const until = earliest(...intervals.map((interval) => nextChange(interval, now)));
  const id = intervals.map(({ name }) => name).join(', ');
  return { by: 'time', id, ...(until !== undefined && { until }) };
}

/** The silence that mutes alerts with these labels; of several the one that lasts longest. */
function silencedBy(draft: Draft, labels: Labels, now: number): Mute | undefined {
  const announced = announcedSilence(labels);
  const active = draft.silences
    .matching(labels)
    .filter((silence) => silence.id !== announced && silenceState(silence, now) === 'active')
    .map(({ id, endsAt }): Required<Mute> => ({ by: 'silence', id, until: endsAt }));
  return longest(active);
}

/** The maintenance that mutes alerts with these labels; of several the one that lasts longest. */
function maintainedBy(labels: Labels, policy: Policy, now: number): Mute | undefined {
  if (isOfMaintenance(labels)) return undefined;
  const active = policy.maintenance
    .filter(({ matchers }) => matchesAll(matchers, labels))
    .flatMap((window): readonly Required<Mute>[] => {
      const time = windowAt(window, now);
      return time === undefined ? [] : [{ by: 'maintenance', id: window.name, until: time.endsAt }];
    });
  return longest(active);
}

function longest(mutes: readonly Required<Mute>[]): Mute | undefined {
  let last: Required<Mute> | undefined;
  for (const mute of mutes) if (last === undefined || mute.until > last.until) last = mute;
  return last;
}

function isSame(some: Mute | undefined, other: Mute | undefined): boolean {
  return some?.by === other?.by && some?.id === other?.id && some?.until === other?.until;
}
