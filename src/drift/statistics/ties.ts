import { bucketOf, type Buckets } from './buckets.ts';

/** Which buckets need a closer look, and what the others hold. */
export interface Ties {
  /** Those of the wanted ones in which not all values are the same. */
  readonly mixed: Uint32Array<ArrayBuffer>;
  /** One value of each wanted bucket, the only one of those that are not mixed; NaN of an empty one. */
  readonly one: Float64Array;
}

/**
 * Tells buckets with a single value from others, in one pass over the samples. Whole numbers and zeros make
 * crowds of equal values, which there is no need to gather and to sort.
 * @param wanted the buckets to look into are marked with a 1
 */
export function tiesOf(
  samples: readonly Float64Array[],
  buckets: Buckets,
  wanted: Uint32Array,
): Ties {
  const mixed = new Uint32Array(buckets.count);
  const one = new Float64Array(buckets.count).fill(Number.NaN);
  for (const values of samples) {
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] ?? 0;
      const bucket = bucketOf(value, buckets);
      if (wanted[bucket] !== 1 || one[bucket] === value) continue;
      if (Number.isNaN(one[bucket])) one[bucket] = value;
      else mixed[bucket] = 1;
    }
  }
  return { mixed, one };
}
