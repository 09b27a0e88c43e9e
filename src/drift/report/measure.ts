import type { CategoricalColumn, Column, NumericColumn } from '../data/column.ts';
import { chiSquareTest } from '../statistics/chi-square.ts';
import { jensenShannon } from '../statistics/jensen-shannon.ts';
import { ksTestUnsorted } from '../statistics/ks-unsorted.ts';
import { ksTest } from '../statistics/ks.ts';
import { psiUnsorted } from '../statistics/psi-unsorted.ts';
import { psi } from '../statistics/psi.ts';
import { sorted } from '../statistics/sort.ts';
import { wasserstein } from '../statistics/wasserstein.ts';
import { categoryShares, totalOf, totalVariation, unionOf } from './categories.ts';
import { categoryRemarks, numberRemarks } from './data-remarks.ts';
import { distributionOf } from './distribution.ts';
import type { CategoricalRow, NumericRow, UntestedRow } from './report.ts';
import { ofBoth, type Sides } from './sides.ts';
import { testableOf } from './testable.ts';

/** A feature in figures, not judged yet. */
export type Measured = MeasuredNumbers | MeasuredCategories | UntestedRow;

interface Measures {
  readonly feature: string;
  /** How many values the smaller side has. */
  readonly count: number;
  readonly remarks: readonly string[];
}

export interface MeasuredNumbers
  extends Measures, Pick<NumericRow, 'kind' | 'ks' | 'psi' | 'distances' | 'distribution'> {}

export interface MeasuredCategories
  extends
    Measures,
    Pick<CategoricalRow, 'kind' | 'chi2' | 'difference' | 'distances' | 'distribution'> {}

/** Holds both sides of a feature against each other; what can't be tested says why. */
export function measureFeature(
  feature: string,
  columns: Sides<Column | undefined>,
  withDistances: boolean,
): Measured {
  const testable = testableOf(columns);
  if (testable.kind === 'untested') return { feature, ...testable };
  return testable.kind === 'numeric'
    ? measureNumbers(feature, testable.sides, withDistances)
    : measureCategories(feature, testable.sides, withDistances);
}

function measureNumbers(
  feature: string,
  sides: Sides<NumericColumn>,
  withDistances: boolean,
): MeasuredNumbers {
  const { reference, current } = ofBoth(sides, ({ values }) => values);
  return {
    kind: 'numeric',
    feature,
    count: Math.min(reference.length, current.length),
    ...(withDistances ? figuresSorted(reference, current) : figuresUnsorted(reference, current)),
    remarks: numberRemarks(sides),
  };
}

type Figures = Pick<MeasuredNumbers, 'ks' | 'psi' | 'distances' | 'distribution'>;

function figuresUnsorted(reference: Float64Array, current: Float64Array): Figures {
  return {
    ks: ksTestUnsorted(reference, current),
    psi: psiUnsorted(reference, current),
    distribution: distributionOf(reference, current),
  };
}

/** The Wasserstein distance needs the order of all values; with it the tests are quicker, too. */
function figuresSorted(...samples: readonly [Float64Array, Float64Array]): Figures {
  const [reference, current] = [sorted(samples[0]), sorted(samples[1])];
  const distribution = distributionOf(reference, current);
  return {
    ks: ksTest(reference, current),
    psi: psi(reference, current),
    distribution,
    distances: {
      wasserstein: wasserstein(reference, current),
      jensenShannon: distanceOf(distribution.reference, distribution.current),
    },
  };
}

function measureCategories(
  feature: string,
  sides: Sides<CategoricalColumn>,
  withDistances: boolean,
): MeasuredCategories | UntestedRow {
  const { reference, current } = ofBoth(sides, ({ counts }) => counts);
  const chi2 = chiSquareTest(reference, current);
  if (chi2 === undefined) return { kind: 'untested', feature, why: 'It has no values on a side.' };
  const names = unionOf(reference, current);
  const countsBy = (counts: ReadonlyMap<string, number>) =>
    names.map((name) => counts.get(name) ?? 0);
  return {
    kind: 'categorical',
    feature,
    count: Math.min(totalOf(reference), totalOf(current)),
    chi2,
    difference: totalVariation(reference, current),
    distribution: categoryShares(reference, current),
    ...(withDistances && {
      distances: { jensenShannon: distanceOf(countsBy(reference), countsBy(current)) },
    }),
    remarks: categoryRemarks(sides),
  };
}

/** Of counts, none of which are all zero. */
function distanceOf(reference: readonly number[], current: readonly number[]): number {
  return jensenShannon(reference, current) ?? 0;
}
