import type { JournalStep, RateLimiter } from '../../../src/engine/ports/delivery-store.ts';
import type { Steps } from '../../../src/delivery/adapter.ts';

export interface Attempts {
  /** What the next attempt finds, made at `now`. */
  readonly at: (now: number) => Steps;
  /** What was noted, in order. */
  readonly notes: readonly (readonly [step: string, value: JournalStep])[];
}

/** The journal of one delivery over its attempts, kept as the store keeps it: until its outcome. */
export function attempts(): Attempts {
  const journal = new Map<string, JournalStep>();
  const notes: [string, JournalStep][] = [];
  return {
    notes,
    at: (now) => ({
      now,
      journal: Object.fromEntries(journal),
      note: async (step, value) => {
        journal.set(step, value);
        notes.push([step, value]);
      },
    }),
  };
}

export interface OpenLimiter extends RateLimiter {
  /** The pauses that services asked for, in milliseconds, by bucket. */
  readonly pauses: Map<string, number>;
  readonly taken: string[];
}

/** A limiter that holds nobody up, and remembers what it was told. */
export function openLimiter(): OpenLimiter {
  const pauses = new Map<string, number>();
  const taken: string[] = [];
  return {
    pauses,
    taken,
    take: async ({ key }) => {
      taken.push(key);
      return 0;
    },
    takeSpare: async () => true,
    pause: async ({ key }, ms) => void pauses.set(key, ms),
  };
}
