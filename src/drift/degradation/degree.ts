/** How far a model has come down from its baseline. */
export type Degree = 'none' | 'minor' | 'moderate' | 'severe';

export const DEGREES: readonly Degree[] = ['none', 'minor', 'moderate', 'severe'];

/** Relative drops of F1, in percent: from the first on minor, from the second moderate, over the third severe. */
const MINOR = 3;
const MODERATE = 5;
const SEVERE = 10;
/** A share of clicks that has fallen by more is an incident, in percent. */
export const CTR_LIMIT = 20;

/**
 * By how much a figure is below what it was, in percent of that; below 0 where it has grown. What is the
 * same but for the last digits of binary fractions is the same: (0.8 - 0.72) / 0.8 is 10 %.
 */
export function dropOf(before: number, now: number): number {
  if (before <= 0) return 0;
  return Math.round(((before - now) / before) * 1e11) / 1e9;
}

/** @param drop of F1, in percent */
export function degreeOf(drop: number): Degree {
  if (drop > SEVERE) return 'severe';
  if (drop >= MODERATE) return 'moderate';
  return drop >= MINOR ? 'minor' : 'none';
}

/** Whether so much less is clicked that it is an incident. @param drop in percent */
export function isClickedLess(drop: number | undefined): boolean {
  return drop !== undefined && drop > CTR_LIMIT;
}

/** The gravest of some; none of none. */
export function worstDegree(degrees: Iterable<Degree>): Degree {
  const worst = Math.max(0, ...[...degrees].map((one) => DEGREES.indexOf(one)));
  return DEGREES[worst] ?? 'none';
}
