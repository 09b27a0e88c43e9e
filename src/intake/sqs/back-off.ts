import { setTimeout as pause } from 'node:timers/promises';

/** How long to wait before a thing is tried again, in milliseconds. */
export interface Pace {
  readonly first: number;
  readonly longest: number;
}

/** Waits, and longer each time; a stop ends the wait at once. */
export interface BackOff {
  wait(): Promise<void>;
  /** It works again: the next wait is a short one. */
  reset(): void;
}

/** Waits, and longer after each failure, until it is reset or stopped. */
export function createBackOff(pace: Pace, stop: AbortSignal): BackOff {
  let failures = 0;
  return {
    async wait() {
      const delay = delayAfter(failures, pace, Math.random());
      failures += 1;
      // It rejects when it is cut short, which is no failure.
      await pause(delay, undefined, { signal: stop }).catch(() => {});
    },
    reset() {
      failures = 0;
    },
  };
}

/**
 * A wait in milliseconds that doubles up to the longest. Half of it is drawn by lot, so that replicas
 * that failed together do not come back together.
 *
 * @param failures how many there were before this one
 * @param lot from 0 to 1
 */
export function delayAfter(failures: number, { first, longest }: Pace, lot: number): number {
  return Math.min(longest, first * 2 ** failures) * (0.5 + lot / 2);
}
