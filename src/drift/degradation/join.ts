import type { Prediction, Truth } from '../../engine/ports/predictions.ts';

/** A prediction, and what turned out to be true of it if that is known. */
export interface Judged extends Prediction {
  readonly actual?: 0 | 1;
}

/**
 * Predictions with what turned out to be true, one for each entity and day. Later predictions win, and so
 * do later labels; the order in which they come and how often makes no difference. A label of something
 * that was not predicted is left out.
 */
export function joined(
  predictions: Iterable<Prediction>,
  truths: Iterable<Truth>,
): readonly Judged[] {
  const latest = latestOf(predictions, isLaterPrediction);
  const known = latestOf(truths, isLaterTruth);
  return [...latest].map(([key, prediction]) => {
    const truth = known.get(key);
    return truth === undefined ? prediction : { ...prediction, actual: truth.actual };
  });
}

function latestOf<Row extends Pick<Prediction, 'entity' | 'day'>>(
  rows: Iterable<Row>,
  isLater: (one: Row, other: Row) => boolean,
): ReadonlyMap<string, Row> {
  const latest = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.day} ${row.entity}`;
    const known = latest.get(key);
    if (known === undefined || isLater(row, known)) latest.set(key, row);
  }
  return latest;
}

/** Of two that are as late the positive one counts, so that it is always the same. */
function isLaterTruth(one: Truth, other: Truth): boolean {
  return one.at === other.at ? one.actual > other.actual : one.at > other.at;
}

/** Of two that are as late the one with the greater figures counts, so that it is always the same. */
function isLaterPrediction(one: Prediction, other: Prediction): boolean {
  if (one.at !== other.at) return one.at > other.at;
  if (one.probability !== other.probability) return one.probability > other.probability;
  return restOf(one) > restOf(other);
}

function restOf({ version, label, traceId, seconds, loadSeconds }: Prediction): string {
  return JSON.stringify([version, label, traceId, seconds, loadSeconds]);
}
