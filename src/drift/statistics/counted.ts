import { bucketOf, gather, tally, type Buckets } from './buckets.ts';
import { countBelow } from './count-below.ts';
import { sorted } from './sort.ts';

/** A sample of which it is known how many values each bucket has, and of some buckets which. */
export interface Counted {
  readonly size: number;
  /** The bucket of the value that is at this place of all in order, from 0. */
  bucketAt(rank: number): number;
  /** Looks at the values of these buckets, in one pass over the sample. */
  lookInto(buckets: readonly number[]): void;
  /** The value at a place of all in order, in a bucket that was looked into. */
  at(rank: number): number;
  /** How many are below a value whose bucket was looked into, or is empty. */
  below(value: number): number;
}

export function count(values: Float64Array, buckets: Buckets): Counted {
  const counts = tally(values, buckets);
  /** How many values are in the buckets before each. */
  const before = new Float64Array(buckets.count);
  for (let bucket = 1; bucket < buckets.count; bucket += 1) {
    before[bucket] = (before[bucket - 1] ?? 0) + (counts[bucket - 1] ?? 0);
  }
  const known = new Map<number, Float64Array>();
  return {
    size: values.length,
    bucketAt: (rank) => countBelow(before, rank + 1) - 1,
    lookInto(wanted) {
      const marks = new Uint32Array(buckets.count);
      for (const bucket of wanted) marks[bucket] = 1;
      const found = sorted(gather(values, buckets, marks, counts));
      let from = 0;
      for (const bucket of new Set(wanted.toSorted((a, b) => a - b))) {
        const to = from + (counts[bucket] ?? 0);
        known.set(bucket, found.subarray(from, to));
        from = to;
      }
    },
    at(rank) {
      const bucket = this.bucketAt(rank);
      return known.get(bucket)?.[rank - (before[bucket] ?? 0)] ?? Number.NaN;
    },
    below(value) {
      const bucket = bucketOf(value, buckets);
      return (before[bucket] ?? 0) + countBelow(known.get(bucket) ?? new Float64Array(0), value);
    },
  };
}
