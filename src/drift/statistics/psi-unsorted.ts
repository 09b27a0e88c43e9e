import { bucketOf, divide } from './buckets.ts';
import { count } from './counted.ts';
import { DECILES, edgesAt, stabilityIndex } from './psi.ts';
import { quantilesOf } from './quantiles-unsorted.ts';
import { spread } from './spread.ts';

/**
 * How many values a bucket should hold, and how many buckets at most: more are slow to count into. No power of 2,
 * with which the counters of whole numbers would fall on each other in the cache.
 */
const PER_BUCKET = 8;
const MOST_BUCKETS = 30_000;

/**
 * `psi` of samples in any order, in a fraction of the time that sorting them takes: both are counted into the
 * same buckets, and only in the few that hold a decile the values are looked at.
 * @throws RangeError when one is empty, or a value is not a finite number
 */
export function psiUnsorted(reference: Float64Array, current: Float64Array): number {
  const size = Math.max(reference.length, current.length);
  const most = Math.min(Math.ceil(size / PER_BUCKET), MOST_BUCKETS);
  const buckets = divide(spread(reference, current), most);
  const expected = count(reference, buckets);
  const edges = edgesAt(quantilesOf(expected, DECILES));
  const actual = count(current, buckets);
  actual.lookInto(edges.map((edge) => bucketOf(edge, buckets)));
  return stabilityIndex(
    { count: reference.length, below: edges.map((edge) => expected.below(edge)) },
    { count: current.length, below: edges.map((edge) => actual.below(edge)) },
  );
}
