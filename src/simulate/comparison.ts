import type { Audience } from './audience.ts';
import { LOUDNESS, type Loudness } from './loudness.ts';
import type { Tally } from './tally.ts';

/** A count with the old config and with the new one. */
export interface Change {
  readonly old: number;
  readonly new: number;
}

/** What two configs make of the same events. Only what people notice is counted, not edits. */
export interface Comparison {
  readonly notifications: Change;
  readonly pages: Change;
  readonly mentions: Change;
  /** By receiver, in the order of their names. */
  readonly receivers: readonly {
    readonly receiver: string;
    readonly notifications: Change;
    readonly mentions: Change;
    readonly pages: Change;
  }[];
  /** Who is told more of which alarm, and who less: the largest change first. */
  readonly more: readonly AlarmChange[];
  readonly less: readonly AlarmChange[];
  /** Alarms of which people are told by louder means, and by quieter ones; `silent`: not at all. */
  readonly louder: readonly LoudnessChange[];
  readonly quieter: readonly LoudnessChange[];
  /** The alarms that people are told of most often by the new config. */
  readonly noisiest: readonly (Change & { readonly alarm: string })[];
}

export interface AlarmChange extends Change {
  readonly receiver: string;
  readonly alarm: string;
}

export interface LoudnessChange {
  readonly alarm: string;
  readonly old: Loudness;
  readonly new: Loudness;
}

const NOISIEST = 10;

/** Holds what one config tells against what another does. */
export function compare(before: Audience, after: Audience): Comparison {
  const receivers = namesOf(before.told, after.told).map((receiver) => ({
    receiver,
    notifications: change(before.told, after.told, receiver),
    mentions: change(before.mentions, after.mentions, receiver),
    pages: change(before.pages, after.pages, receiver),
  }));
  const alarms = alarmChanges(before, after);
  const loudness = loudnessChanges(before, after);
  const step = (one: LoudnessChange) => LOUDNESS.indexOf(one.new) - LOUDNESS.indexOf(one.old);
  return {
    notifications: { old: before.told.total, new: after.told.total },
    pages: { old: before.pages.total, new: after.pages.total },
    mentions: { old: before.mentions.total, new: after.mentions.total },
    receivers,
    more: alarms.filter((one) => one.new > one.old),
    less: alarms.filter((one) => one.new < one.old),
    louder: loudness.filter((one) => step(one) > 0),
    quieter: loudness.filter((one) => step(one) < 0),
    noisiest: after.alarms.ranked
      .slice(0, NOISIEST)
      .map(([alarm, count]) => ({ alarm, old: before.alarms.count(alarm), new: count })),
  };
}

function alarmChanges(before: Audience, after: Audience): readonly AlarmChange[] {
  return namesOf(before.told, after.told)
    .flatMap((receiver) => {
      const old = before.byReceiver.get(receiver);
      const now = after.byReceiver.get(receiver);
      return [...new Set([...(old?.names ?? []), ...(now?.names ?? [])])].map((alarm) => ({
        receiver,
        alarm,
        old: old?.count(alarm) ?? 0,
        new: now?.count(alarm) ?? 0,
      }));
    })
    .toSorted((a, b) => Math.abs(b.new - b.old) - Math.abs(a.new - a.old) || byAlarm(a, b));
}

function loudnessChanges(before: Audience, after: Audience): readonly LoudnessChange[] {
  return namesOf(before.alarms, after.alarms).map((alarm) => ({
    alarm,
    old: before.loudest(alarm),
    new: after.loudest(alarm),
  }));
}

function byAlarm(a: AlarmChange, b: AlarmChange): number {
  return a.alarm < b.alarm ? -1 : Number(a.alarm > b.alarm);
}

function change(before: Tally, after: Tally, name: string): Change {
  return { old: before.count(name), new: after.count(name) };
}

function namesOf(...tallies: readonly Tally[]): readonly string[] {
  return [...new Set(tallies.flatMap(({ names }) => names))].toSorted();
}
