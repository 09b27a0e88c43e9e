import type { Severity } from '../alert/severity.ts';
import type { Journal, JournalStep } from '../engine/ports/delivery-store.ts';

/** The longest pause after the first failure, and after many; in milliseconds. */
const FIRST = 5_000;
const LONGEST = 60_000;
/** No service may ask for a longer pause, in milliseconds: what it then hears of is hours old. */
export const LONGEST_PAUSE = 60 * 60 * 1000;
/** When the service is back, a page should not be the last to notice. */
const LONGEST_CRITICAL = 30_000;

/**
 * How long to leave a service alone after so many failures in a row, in milliseconds: twice as long
 * after each. Half of it is left to chance, so that those who failed together do not come back
 * together.
 *
 * @param failures from 1
 * @param random from 0 to 1
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ ("equal jitter")
 */
export function pauseAfter(failures: number, severity: Severity, random: number): number {
  const longest = severity === 'critical' ? LONGEST_CRITICAL : LONGEST;
  const whole = Math.min(longest, FIRST * 2 ** (failures - 1));
  return Math.round((whole / 2) * (1 + random));
}

/**
 * Where a target's failures in a row are counted, and how long its service is left alone: in its journal,
 * which outlives jobs and processes and goes with the outcome.
 */
export const FAILURES = 'failures';

export function failuresIn(journal: Journal): number {
  return Number(journal[FAILURES]?.result?.['count'] ?? 0);
}

/** Until when a target's service is left alone, epoch milliseconds; 0 where it is not. */
export function pausedUntil(journal: Journal): number {
  return Number(journal[FAILURES]?.result?.['until'] ?? 0);
}

export function failuresNote(count: number, now: number, until: number): JournalStep {
  return { begunAt: now, result: { count: String(count), until: String(until) } };
}
