import type { NumericColumn } from '../data/column.ts';
import { ksTest } from '../statistics/ks.ts';
import { moments, type Moments } from '../statistics/moments.ts';
import { meanShift, varianceChange } from '../statistics/prediction.ts';
import { sorted, type Sorted } from '../statistics/sort.ts';
import { numberRemarks } from './data-remarks.ts';
import { distributionOf } from './distribution.ts';
import { remarkOf } from './judge.ts';
import type { PredictionRow } from './report.ts';
import { ofBoth, type Sides } from './sides.ts';

/** The mean of the predictions has drifted beyond so many standard deviations of the reference. */
const SHIFTED = 2;
/** And beyond these the model should be trained again. */
const FAR_SHIFTED = 3;

/** Whether what a model predicts has drifted: by p, or by how far the mean has shifted. */
export function judgePrediction(sides: Sides<NumericColumn>, pvalue: number): PredictionRow {
  const values = ofBoth(sides, ({ values }) => sorted(values));
  const ks = ksTest(values.reference, values.current);
  const shift = figureOf(meanShift, values);
  return {
    ks,
    meanShift: shift,
    varianceChange: figureOf(varianceChange, values),
    drift: ks.pvalue < pvalue || (shift ?? 0) > SHIFTED,
    retrain: (shift ?? 0) > FAR_SHIFTED,
    distribution: distributionOf(values.reference, values.current),
    ...remarkOf(numberRemarks(sides)),
  };
}

/** A figure of both samples; null where it is none, or beyond what a number can be. */
function figureOf(
  figure: (reference: Moments, current: Moments) => number | undefined,
  values: Sides<Sorted>,
): number | null {
  const { reference, current } = ofBoth(values, moments);
  if (reference === undefined || current === undefined) return null;
  const value = figure(reference, current);
  return value !== undefined && Number.isFinite(value) ? value : null;
}
