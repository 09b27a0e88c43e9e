import type { Outcomes } from './outcomes.ts';
import { LEAST_LABELLED, type TrendPoint } from './report.ts';

interface Counts {
  /** Predicted positive and truly so; predicted; truly; all that are labelled. */
  right: number;
  predicted: number;
  positives: number;
  labelled: number;
}

const NONE: Counts = { right: 0, predicted: 0, positives: 0, labelled: 0 };

/**
 * Precision, recall and F1 of each day of the past, over the days up to it: exact, of the counts of each
 * day. Days with too few labels are left out.
 *
 * @param over how many days count for each
 * @param back of how many days
 */
export function trendOf(
  { day, probability, actual }: Outcomes,
  threshold: number,
  { end, over, back }: { readonly end: number; readonly over: number; readonly back: number },
): readonly TrendPoint[] {
  const first = end - back - over + 1;
  const daily = Array.from({ length: end - first }, (): Counts => ({ ...NONE }));
  for (const [row, one] of day.entries()) {
    const counts = daily[one - first];
    if (counts === undefined || actual[row] === -1) continue;
    const isPredicted = (probability[row] ?? 0) >= threshold;
    const isPositive = actual[row] === 1;
    counts.labelled += 1;
    if (isPredicted) counts.predicted += 1;
    if (isPositive) counts.positives += 1;
    if (isPredicted && isPositive) counts.right += 1;
  }
  const points: TrendPoint[] = [];
  for (let last = over - 1; last < daily.length; last += 1) {
    const counts = daily.slice(last - over + 1, last + 1).reduce(sumOf, NONE);
    if (counts.labelled >= LEAST_LABELLED) points.push(pointOf(first + last, counts));
  }
  return points;
}

function sumOf(a: Counts, b: Counts): Counts {
  return {
    right: a.right + b.right,
    predicted: a.predicted + b.predicted,
    positives: a.positives + b.positives,
    labelled: a.labelled + b.labelled,
  };
}

function pointOf(day: number, { right, predicted, positives }: Counts): TrendPoint {
  return {
    day,
    f1: right === 0 ? 0 : (2 * right) / (predicted + positives),
    precision: predicted === 0 ? 0 : right / predicted,
    recall: positives === 0 ? 0 : right / positives,
  };
}
