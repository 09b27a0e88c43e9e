import { kolmogorovTail } from './kolmogorov.ts';
import { gapWithin } from './ks-gap.ts';
import { exactTail } from './ks-exact.ts';
import type { Sorted } from './sort.ts';

export interface KsTest {
  /** The greatest distance of the two distribution functions, 0 to 1. */
  readonly statistic: number;
  readonly pvalue: number;
}

/** Up to this many values in the larger sample the p-value is exact. */
const EXACT_UP_TO = 10_000;

/**
 * Whether two samples come from one distribution: the two-sided Kolmogorov-Smirnov test as
 * `scipy.stats.ks_2samp` with its method "auto". Exact up to 10,000 values, beyond that as of one sample of
 * n m / (n + m) values.
 * @throws RangeError when one is empty
 */
export function ksTest(reference: Sorted, current: Sorted): KsTest {
  const n = reference.length;
  const m = current.length;
  return ofGap(gapWithin(reference, current, { n, m, before: 0 }), n, m);
}

/** @param gap the statistic times n times m */
export function ofGap(gap: number, n: number, m: number): KsTest {
  if (n === 0 || m === 0) throw new RangeError('an empty sample can not be tested');
  const statistic = gap / (n * m);
  const exact = Math.max(n, m) <= EXACT_UP_TO ? exactTail(gap, n, m) : undefined;
  const pvalue = exact ?? kolmogorovTail(roundHalfToEven((n * m) / (n + m)), statistic);
  return { statistic, pvalue };
}

/** As NumPy rounds. */
function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
