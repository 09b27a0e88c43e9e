import type { Confidence, Pace } from './report.ts';

/** Whose probability is meant: the column's as it stands, or that of the class that was predicted. */
export type ConfidenceOf = 'column' | 'winning';

/** Under this a prediction is not sure. */
const LOW = 0.6;

/**
 * How sure a model was: 100 × mean(p), and the share with p < 0.6.
 *
 * @returns undefined of no predictions
 */
export function confidenceOf(
  probabilities: Float64Array,
  of: ConfidenceOf,
): Confidence | undefined {
  if (probabilities.length === 0) return undefined;
  let sum = 0;
  let low = 0;
  for (const one of probabilities) {
    const p = of === 'winning' ? Math.max(one, 1 - one) : one;
    sum += p;
    if (p < LOW) low += 1;
  }
  return { mean: (100 * sum) / probabilities.length, low: low / probabilities.length };
}

/** Rows ÷ prediction seconds, of those rows that say how long they took; and how long loading took. */
export function paceOf(seconds: Float64Array, loading: Float64Array): Pace {
  const taken = total(seconds);
  const loaded = total(loading);
  return {
    ...(taken.sum > 0 && { throughput: taken.count / taken.sum }),
    ...(loaded.count > 0 && { loadSeconds: loaded.sum / loaded.count }),
  };
}

function total(values: Float64Array): { readonly sum: number; readonly count: number } {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return { sum, count };
}
