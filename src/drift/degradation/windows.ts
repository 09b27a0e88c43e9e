import { score } from '../statistics/classification.ts';
import { confidenceOf, paceOf, type ConfidenceOf } from './confidence.ts';
import type { Outcomes } from './outcomes.ts';
import { LEAST_LABELLED, type Figures, type WindowReport } from './report.ts';

export interface Measuring {
  /** Positive is predicted from this probability on. */
  readonly threshold: number;
  readonly confidence: ConfidenceOf;
  /** The labels are clicks. */
  readonly ctr: boolean;
}

/**
 * What is known of the days before a day.
 *
 * @param end the day before which they lie
 * @param days how many
 */
export function windowReport(
  outcomes: Outcomes,
  { end, days }: { readonly end: number; readonly days: number },
  { threshold, confidence: of, ctr }: Measuring,
): WindowReport {
  const within = rowsWithin(outcomes.day, end - days, end);
  const labelled = within.filter((row) => outcomes.actual[row] !== -1);
  const probability = picked(outcomes.probability, within);
  const confidence = confidenceOf(probability, of);
  return {
    days,
    predictions: within.length,
    labelled: labelled.length,
    ...(labelled.length >= LEAST_LABELLED && {
      figures: figuresOf(outcomes, labelled, threshold, ctr),
    }),
    ...(confidence !== undefined && { confidence }),
    ...paceOf(picked(outcomes.seconds, within), picked(outcomes.loading, within)),
  };
}

function figuresOf(
  { actual, probability }: Outcomes,
  rows: Uint32Array,
  threshold: number,
  ctr: boolean,
): Figures {
  const labels = Uint8Array.from(rows, (row) => actual[row] ?? 0);
  const { f1, precision, recall, rocAuc, positives, count } = score(
    labels,
    picked(probability, rows),
    threshold,
  );
  return { f1, precision, recall, rocAuc, ...(ctr && { ctr: positives / count }) };
}

function rowsWithin(days: Int32Array, start: number, end: number): Uint32Array {
  const rows = new Uint32Array(days.length);
  let count = 0;
  for (const [row, day] of days.entries()) {
    if (day >= start && day < end) rows[count++] = row;
  }
  return rows.subarray(0, count);
}

function picked(values: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
}
