import { bucketOf, gather, tally, type Buckets } from './buckets.ts';
import { countBelow } from './count-below.ts';
import { sorted } from './sort.ts';
import { tiesOf } from './ties.ts';

/** A sample of which it is known how many values each bucket has, and of some buckets which. */
export interface Counted {
  readonly size: number;
  /** The bucket of the value that is at this place of all in order, from 0. */
  bucketAt(rank: number): number;
  /** Looks at the values of these buckets. */
  lookInto(buckets: readonly number[]): void;
  /** The value at a place of all in order, in a bucket that was looked into. */
  at(rank: number): number;
  /** How many are below a value whose bucket was looked into, or is empty. */
  below(value: number): number;
}

/** Of so large a share of the sample ties are told apart before it is sorted. */
const MANY = 0.1;

export function count(values: Float64Array, buckets: Buckets): Counted {
  const counts = tally(values, buckets);
  /** How many values are in the buckets before each. */
  const before = new Float64Array(buckets.count);
  for (let bucket = 1; bucket < buckets.count; bucket += 1) {
    before[bucket] = (before[bucket - 1] ?? 0) + (counts[bucket - 1] ?? 0);
  }
  /** The values of buckets in order, and the one value of those that have no other. */
  const several = new Map<number, Float64Array>();
  const single = new Map<number, number>();

  return {
    size: values.length,
    bucketAt: (rank) => countBelow(before, rank + 1) - 1,
    lookInto(wanted) {
      const ascending = [...new Set(wanted)].toSorted((a, b) => a - b);
      let marks = new Uint32Array(buckets.count);
      for (const bucket of ascending) marks[bucket] = 1;
      const size = ascending.reduce((sum, bucket) => sum + (counts[bucket] ?? 0), 0);
      if (size > MANY * values.length) {
        const { mixed, one } = tiesOf([values], buckets, marks);
        for (const bucket of ascending) single.set(bucket, one[bucket] ?? 0);
        marks = mixed;
      }
      const found = sorted(gather(values, buckets, marks, counts));
      let from = 0;
      for (const bucket of ascending.filter((bucket) => marks[bucket] === 1)) {
        const to = from + (counts[bucket] ?? 0);
        several.set(bucket, found.subarray(from, to));
        from = to;
      }
    },
    at(rank) {
      const bucket = this.bucketAt(rank);
      const value = several.get(bucket)?.[rank - (before[bucket] ?? 0)] ?? single.get(bucket);
      return value ?? Number.NaN;
    },
    below(value) {
      const bucket = bucketOf(value, buckets);
      return (before[bucket] ?? 0) + within(bucket, value);
    },
  };

  function within(bucket: number, value: number): number {
    const known = several.get(bucket);
    if (known) return countBelow(known, value);
    return (single.get(bucket) ?? value) < value ? (counts[bucket] ?? 0) : 0;
  }
}
