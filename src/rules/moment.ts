import type { Happening, NotifyReason } from '../alert/group.ts';
import type { Measured } from '../alert/measured.ts';
import type { Severity } from '../alert/severity.ts';

/** Something about a group that is worth knowing for longer than the group is kept: for reports. */
export type Moment = ToldMoment | OverMoment | DoneMoment;

/** A moment, and when it was, by the store's clock, epoch milliseconds. */
export type PastMoment = Moment & { readonly at: number };

/** Somebody was told that something fires. */
export interface ToldMoment {
  readonly what: 'told';
  /** The group's key. */
  readonly group: string;
  /** Its id. */
  readonly integration: string;
  /** Absent where something newer had become due meanwhile. */
  readonly reason?: NotifyReason;
  /** When the first of what fires began, epoch milliseconds. */
  readonly startedAt: number;
  /** The worst that fires. */
  readonly severity: Severity;
  /** The names of the alarms that fire: some, if there are many. */
  readonly alarms: readonly string[];
  /** Of those that have figures, the one that is furthest beyond its threshold, by the alarm's name. */
  readonly measured?: readonly NamedMeasure[];
}

export interface NamedMeasure extends Measured {
  readonly alarm: string;
}

/** All that somebody was told of is over. */
export interface OverMoment {
  readonly what: 'over';
  readonly group: string;
  /** When the last of it ended, epoch milliseconds. */
  readonly endedAt: number;
}

/** Something was done about a group, by people or by the bot. */
export interface DoneMoment {
  readonly what: Exclude<
    Happening['what'],
    'unacknowledged' | 'unsilenced' | 'not escalated' | 'noted'
  >;
  readonly group: string;
  /** Who did it; absent where the bot did, or nobody knows. */
  readonly by?: string;
}
