import type { Labels } from './labels.ts';
import { createMatcherIndex, type MatcherIndex } from './matcher-index.ts';
import { matcher, matchesAll, type Matcher, type MatcherOperator } from './matcher.ts';

/** A matcher as it is kept and sent: what it is made of. */
export interface WrittenMatcher {
  readonly name: string;
  readonly operator: MatcherOperator;
  readonly value: string;
}

/** Mutes the alerts that all its matchers hold for, for a while. Times are epoch milliseconds. */
export interface Silence {
  readonly id: string;
  readonly matchers: readonly WrittenMatcher[];
  readonly startsAt: number;
  readonly endsAt: number;
  readonly createdBy: string;
  readonly comment: string;
  /** Where it is planned work: told apart from what only disturbs. */
  readonly kind?: 'maintenance';
}

export type SilenceState = 'pending' | 'active' | 'expired';

/** Where a silence stands at `now`: its start included, its end not. */
export function silenceState({ startsAt, endsAt }: Silence, now: number): SilenceState {
  if (now >= endsAt) return 'expired';
  return now < startsAt ? 'pending' : 'active';
}

/**
 * Whether matchers that are all to hold hold also for an alert without any of their labels: they would
 * mute everything that has nothing to do with them.
 *
 * Semantics: Prometheus Alertmanager, `validateSilence`.
 */
export function matchEmpty(matchers: readonly Matcher[]): boolean {
  return matchesAll(matchers, {});
}

/**
 * Why there can't be such a silence; undefined when there can. It may come from another program: what
 * is said of it by its type may not be so.
 */
export function whyNot(silence: Silence): string | undefined {
  try {
    const matchers = matchersOf(silence);
    // Each is tried: behind one that does not hold another may be broken.
    for (const one of matchers) one.matches({});
    if (matchEmpty(matchers)) return 'it would mute everything: name the value of a label';
    const isTime = Number.isFinite(silence.startsAt) && Number.isFinite(silence.endsAt);
    if (!isTime || silence.endsAt <= silence.startsAt) return 'its end is not after its start';
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** All silences at one moment. */
export interface SilenceBook {
  /** Grows with every change of any of them. */
  readonly version: number;
  readonly all: ReadonlyMap<string, Silence>;
  /** Those whose matchers hold for an alert with these labels, whether they are active or not. */
  readonly matching: (labels: Labels) => readonly Silence[];
}

/** Silences change seldom, one at a time: the others' expressions are not compiled again. */
const compiled = new WeakMap<Silence, readonly Matcher[]>();

export const NO_SILENCES: SilenceBook = silenceBook(0, []);

/** The book of these silences. @throws Error for a regular expression that can't be read */
export function silenceBook(version: number, silences: Iterable<Silence>): SilenceBook {
  const all = new Map([...silences].map((one) => [one.id, one]));
  const compiled = [...all.values()].map((silence) => ({ silence, matchers: matchersOf(silence) }));
  // Of many changes in a row only the last book is looked into.
  let index: MatcherIndex<(typeof compiled)[number]> | undefined;
  return {
    version,
    all,
    matching(labels) {
      index ??= createMatcherIndex(compiled);
      return index.matching(labels).map(({ silence }) => silence);
    },
  };
}

/** What a silence matches, ready to be asked. @throws Error for a regular expression that can't be read */
export function matchersOf(silence: Silence): readonly Matcher[] {
  const known = compiled.get(silence);
  if (known !== undefined) return known;
  const matchers = silence.matchers.map(({ name, operator, value }) =>
    matcher(name, operator, value),
  );
  compiled.set(silence, matchers);
  return matchers;
}
