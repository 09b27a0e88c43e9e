import type { AlarmMetric } from './alarm-metric.ts';
import type { Labels } from './labels.ts';
import type { Severity } from './severity.ts';
import type { Annotations, Link, Source } from './signal.ts';

/**
 * Everything known about one identity. Times are epoch milliseconds.
 * Whether it fires is a question of time: it is over once `endsAt` has come.
 */
export interface Alert {
  readonly fingerprint: string;
  readonly source: Source;
  readonly nature: 'state' | 'occurrence';
  readonly severity: Severity;
  readonly labels: Labels;
  readonly annotations: Annotations;
  readonly links: readonly Link[];
  readonly value?: number;
  readonly threshold?: number;
  /** What it is measured by, where that can be read again. */
  readonly metric?: AlarmMetric;
  readonly startsAt: number;
  readonly endsAt?: number;
  /** True when nobody said that it ends then: it is over if nothing is heard of it until then. */
  readonly endIsPresumed?: true;
  /** The newest state change known; older news is late and changes nothing. */
  readonly changedAt: number;
  /** When it was last heard of, by the bot's clock. */
  readonly seenAt: number;
  /** How many times it was observed firing since it began. */
  readonly occurrences: number;
  /** The keys of the groups it is in. */
  readonly groups: readonly string[];
  /** Under which keys it inhibits others while it fires. */
  readonly inhibits?: readonly string[];
  /** That its source has no data by which to tell whether it fires. */
  readonly gap?: DataGap;
  /** When it last began to fire or ended: as many times as it takes to tell whether it flaps. */
  readonly transitions?: readonly number[];
  readonly flapping?: Flapping;
  /** Who said that it is over although its source did not: until that has news of it, it stays so. */
  readonly closed?: Closure;
}

/** A person's word that something is over, epoch milliseconds. */
export interface Closure {
  readonly by: string;
  readonly at: number;
}

/** That an alert changes too often for each change to be told. */
export interface Flapping {
  /** So many changes within the window, in milliseconds, marked it. */
  readonly changes: number;
  readonly window: number;
  /** When it will have been calm for the window if it does not change again, epoch milliseconds. */
  readonly until: number;
}

/** Whether an alert, or a group's member, is marked as flapping at `now`. */
export function isFlapping({ flapping }: { readonly flapping?: Flapping }, now: number): boolean {
  return flapping !== undefined && now < flapping.until;
}

/** A time without data that means something once it has lasted. Times are epoch milliseconds. */
export interface DataGap {
  readonly since: number;
  /** What the alert is taken for then. */
  readonly becomes: 'firing' | 'resolved';
  /** When that is; absent once it was so. */
  readonly at?: number;
}

/** True when the alert, or a group's member, is over at `now`. */
export function isResolved({ endsAt }: { readonly endsAt?: number }, now: number): boolean {
  return endsAt !== undefined && endsAt <= now;
}
