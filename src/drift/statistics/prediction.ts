import type { Moments } from './moments.ts';

/** By how many standard deviations of the reference the mean has moved; undefined where it has none. */
export function meanShift(reference: Moments, current: Moments): number | undefined {
  if (!reference.std) return undefined;
  return Math.abs(current.mean - reference.mean) / reference.std;
}

/**
 * By which share of the reference's standard deviation it has changed; undefined where that is 0, or one
 * of them is not known.
 */
export function varianceChange(reference: Moments, current: Moments): number | undefined {
  if (!reference.std || current.std === undefined) return undefined;
  return Math.abs(current.std - reference.std) / reference.std;
}
