import type { Alert } from '../../alert/alert.ts';
import type { Group, Member, Told } from '../../alert/group.ts';
import type { SilenceBook } from '../../alert/silence.ts';
import type { Changes, Inhibitor } from '../../rules/draft.ts';
import type { InboxEvent } from '../../rules/event.ts';
import type { DeadLetter } from './inbox.ts';

/** An event that waits in the inbox. */
export interface InboxEntry {
  readonly id: string;
  /** When the store took it, by its clock, epoch milliseconds; entries come in this order. */
  readonly at: number;
  readonly event: InboxEvent;
}

/** A group's next flush, or the time at which a gap in an alert's data is looked at. */
export type Timer =
  | { readonly group: string; readonly due: number }
  | { readonly alert: string; readonly due: number };

export interface DueTimers {
  /** The store's clock, epoch milliseconds. */
  readonly now: number;
  readonly due: readonly Timer[];
  /** When the earliest of all timers is due, epoch milliseconds; absent when there is none. */
  readonly next?: number;
}

/** What a batch of events touches. */
export interface Touched {
  /** Fingerprints. */
  readonly alerts: ReadonlySet<string>;
  /** Group keys. */
  readonly groups: ReadonlySet<string>;
  /** Keys of the groups whose members and notification log are needed too. */
  readonly members: ReadonlySet<string>;
  /** Of groups that signals join, by key: the fingerprints whose members are needed, as far as there are any. */
  readonly joining: ReadonlyMap<string, ReadonlySet<string>>;
  /** Mutes of which is needed who waits for their end. */
  readonly waiting: ReadonlySet<string>;
  /** Ids of routes of which is needed how many groups are new. */
  readonly openings: ReadonlySet<string>;
}

/** A record and the number of times it was written; a record that does not exist has version 0. */
export interface Versioned<T> {
  readonly version: number;
  readonly value: T | undefined;
}

/** The version of a record after it was written; `first` where it is new. */
export function nextVersion(version: number, first: number): number {
  return version === 0 ? first : version + 1;
}

export interface Loaded {
  /** The store's clock: the one clock of all replicas, epoch milliseconds. */
  readonly now: number;
  /**
   * With what the versions of new records start: the store's clock in microseconds, and another one at each
   * load, so that a record that was deleted and made again is never taken for the one that was read before.
   */
  readonly firstVersion: number;
  readonly alerts: ReadonlyMap<string, Versioned<Alert>>;
  readonly groups: ReadonlyMap<string, Versioned<Group>>;
  readonly members: ReadonlyMap<string, ReadonlyMap<string, Member>>;
  /** Some members only: those that signals are about. */
  readonly joining: ReadonlyMap<string, ReadonlyMap<string, Member>>;
  readonly told: ReadonlyMap<string, ReadonlyMap<string, Told>>;
  readonly silences: SilenceBook;
  /** By mute: some of the groups that wait for its end. */
  readonly waiting: ReadonlyMap<string, readonly string[]>;
  /** By route, then by group: when it was new, epoch milliseconds. */
  readonly openings: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** So many groups are woken in one step. */
export const WAKE_AT_ONCE = 200;

/** By key, then by fingerprint. */
export type Inhibitors = ReadonlyMap<string, ReadonlyMap<string, Inhibitor>>;

/** One event's changes, to be written whole or not at all. */
export interface Commit {
  /** What happened: the inbox entry or timer that is used up by this. */
  readonly cause: { readonly entry: string } | { readonly timer: Timer };
  /** The records as they were read; each that is written is among them. */
  readonly expectedAlerts: ReadonlyMap<string, Versioned<Alert>>;
  readonly expectedGroups: ReadonlyMap<string, Versioned<Group>>;
  /** Of the book of silences, where one is written, or its end is waited for. */
  readonly expectedSilences?: number;
  readonly changes: Changes;
  readonly now: number;
  /** As it was loaded. */
  readonly firstVersion: number;
  /** Kept instead, when the event could not be handled at all. */
  readonly deadLetter?: DeadLetter;
}

/**
 * - `done`: everything was written
 * - `conflict`: a record changed since it was read; nothing was written, decide again
 * - `gone`: somebody else has handled the event; nothing was written, nothing needs to be
 */
export type CommitResult = 'done' | 'conflict' | 'gone';

/** An event that an engine took this long ago and did not finish is taken over, in milliseconds. */
export const ABANDONED_AFTER = 5_000;

/** The engine's side of the store. */
export interface EventStore {
  /**
   * Keeps the policy of this process active. False while another is, of replicas with a newer config:
   * what there is to decide is theirs, and commits made all the same are `gone`.
   */
  renewPolicy(): Promise<boolean>;
  /** Tells every group that the config changed, unless it was told so of this config last. */
  announceConfig(): Promise<void>;
  /** Takes up to `max` new events, waiting up to `waitMs` for one. Each goes to one engine only. */
  take(options: { readonly max: number; readonly waitMs: number }): Promise<readonly InboxEntry[]>;
  /** Takes over events that another engine took and did not finish. */
  takeOver(): Promise<readonly InboxEntry[]>;
  /** The timers that are due, earliest first and at most `max`, by the store's clock. */
  timers(max: number): Promise<DueTimers>;
  load(touched: Touched): Promise<Loaded>;
  /** Who inhibits under some keys, as far as there is anybody. */
  inhibitors(keys: ReadonlySet<string>): Promise<Inhibitors>;
  commit(commits: readonly Commit[]): Promise<readonly CommitResult[]>;
}
