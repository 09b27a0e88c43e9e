import { countBelow } from './count-below.ts';
import { quantile } from './quantile.ts';
import type { Sorted } from './sort.ts';

/** Where the bins of the reference end. */
export const DECILES = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((one) => one / 10);
/** What a bin counts at least. */
const LEAST_SHARE = 1e-4;

/**
 * The population stability index over the deciles of the reference: the sum of (a - e) ln(a / e), where e is
 * the reference's share of a bin and a the current sample's, each at least 0.0001. Equal deciles are one
 * edge; a value on an edge is in the bin above it; the outer bins are open.
 * @throws RangeError when one is empty
 */
export function psi(reference: Sorted, current: Sorted): number {
  const edges = edgesAt(DECILES.map((q) => quantile(reference, q)));
  return stabilityIndex(
    { count: reference.length, below: edges.map((edge) => countBelow(reference, edge)) },
    { count: current.length, below: edges.map((edge) => countBelow(current, edge)) },
  );
}

/** The deciles, equal ones once. */
export function edgesAt(deciles: readonly number[]): number[] {
  return [...new Set(deciles)];
}

/** How a sample lies to the edges. */
interface Cumulated {
  readonly count: number;
  /** How many values are below each edge. */
  readonly below: readonly number[];
}

/** @throws RangeError when one is empty */
export function stabilityIndex(reference: Cumulated, current: Cumulated): number {
  const expected = sharesOf(reference);
  const actual = sharesOf(current);
  return expected.reduce((sum, e, bin) => {
    const a = actual[bin] ?? 0;
    return sum + (a - e) * Math.log(a / e);
  }, 0);
}

function sharesOf({ count, below }: Cumulated): number[] {
  if (count === 0) throw new RangeError('an empty sample has no shares');
  return [...below, count].map((end, bin) => {
    return Math.max((end - (below[bin - 1] ?? 0)) / count, LEAST_SHARE);
  });
}
