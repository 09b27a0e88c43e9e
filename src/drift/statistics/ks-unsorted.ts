import { divide, gather, tally } from './buckets.ts';
import { gapWithin } from './ks-gap.ts';
import { ofGap, type KsTest } from './ks.ts';
import { sorted } from './sort.ts';
import { spread } from './spread.ts';
import { tiesOf } from './ties.ts';

/**
 * How many values a bucket should hold, and how many buckets at most: more are slow to count into. No power of 2,
 * with which the counters of whole numbers would fall on each other in the cache.
 */
const PER_BUCKET = 8;
const MOST_BUCKETS = 50_000;
const MANY = 0.1;

/**
 * `ksTest` of samples in any order, in a fraction of the time that sorting them takes. Where the distribution
 * functions are farthest apart is found by branch and bound: both samples are counted into the same
 * buckets; at their borders the distance is known, and only where the counts of a bucket allow
 * for more within it are its values looked at.
 * @throws RangeError when one is empty, or a value is not a finite number
 */
export function ksTestUnsorted(reference: Float64Array, current: Float64Array): KsTest {
  const n = reference.length;
  const m = current.length;
  const most = Math.min(Math.ceil((n + m) / PER_BUCKET), MOST_BUCKETS);
  const buckets = divide(spread(reference, current), most);
  const ofReference = tally(reference, buckets);
  const ofCurrent = tally(current, buckets);

  /** The distance where each bucket begins, times n times m. */
  const before = new Float64Array(buckets.count + 1);
  let greatest = 0;
  for (let bucket = 0; bucket < buckets.count; bucket += 1) {
    const step = (ofReference[bucket] ?? 0) * m - (ofCurrent[bucket] ?? 0) * n;
    before[bucket + 1] = (before[bucket] ?? 0) + step;
    greatest = Math.max(greatest, Math.abs(before[bucket + 1] ?? 0));
  }
  let inAll = 0;
  let wanted = ofReference.map((one, bucket) => {
    const other = ofCurrent[bucket] ?? 0;
    const above = (before[bucket] ?? 0) + one * m;
    const below = other * n - (before[bucket] ?? 0);
    if (Math.max(above, below) <= greatest) return 0;
    inAll += one + other;
    return 1;
  });
  // Where so many are left, most are likely to be ties, between which there is nothing to find.
  if (inAll > MANY * (n + m)) wanted = tiesOf([reference, current], buckets, wanted).mixed;

  const ones = sorted(gather(reference, buckets, wanted, ofReference));
  const others = sorted(gather(current, buckets, wanted, ofCurrent));
  let i = 0;
  let j = 0;
  for (let bucket = 0; bucket < buckets.count; bucket += 1) {
    if (wanted[bucket] !== 1) continue;
    const one = ones.subarray(i, (i += ofReference[bucket] ?? 0));
    const other = others.subarray(j, (j += ofCurrent[bucket] ?? 0));
    const within = gapWithin(one, other, { n, m, before: before[bucket] ?? 0 });
    greatest = Math.max(greatest, within);
  }
  return ofGap(greatest, n, m);
}
