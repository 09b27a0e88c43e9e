import {
  PERCENTILES,
  type FeatureProfile,
  type NumericProfile,
  type NumericSummary,
} from '../../engine/ports/baselines.ts';
import type { Column, NumericColumn } from '../data/column.ts';
import { Values } from '../data/table/values.ts';
import { distributionOf } from '../report/distribution.ts';
import { moments } from '../statistics/moments.ts';
import { quantile } from '../statistics/quantile.ts';
import { sorted, type Sorted } from '../statistics/sort.ts';

/** So many values of a feature are kept to test against: up to as many, SciPy's test is exact. */
export const SAMPLE_KEPT = 10_000;
/** The same values make the same baseline. */
const SEED = 1;

/** What a feature was like: figures of all its values, and some of them to test against. */
export function profileOf(feature: string, column: Column): FeatureProfile {
  switch (column.kind) {
    case 'numeric':
      return numericProfile(feature, column);
    case 'categorical':
    case 'unusable':
      return { ...column, feature };
  }
}

function numericProfile(
  feature: string,
  { values, rows, missing, infinite, isSample }: NumericColumn,
): NumericProfile {
  const all = sorted(values);
  const summary = summaryOf(all);
  return {
    kind: 'numeric',
    feature,
    rows,
    missing,
    infinite,
    ...(summary !== undefined && { summary }),
    sample: sampleOf(all),
    isSample: isSample || all.length > SAMPLE_KEPT,
  };
}

function summaryOf(values: Sorted): NumericSummary | undefined {
  const found = moments(values);
  if (found === undefined) return undefined;
  const { mean, std, min, max } = found;
  const { edges, reference: counts } = distributionOf(values, values);
  return {
    mean,
    ...(std !== undefined && { std }),
    min,
    max,
    percentiles: PERCENTILES.map((percent) => quantile(values, percent / 100)),
    histogram: { edges, counts },
  };
}

/** Each set of so many values is as likely as another. Ascending. */
function sampleOf(values: Sorted): Float64Array {
  if (values.length <= SAMPLE_KEPT) return values;
  const kept = new Values(SEED);
  kept.limit(SAMPLE_KEPT);
  for (const value of values) kept.add(value);
  return sorted(kept.take());
}
