import { finite, type Range } from './range.ts';

/**
 * Equally wide buckets over a range; the outer two hold what lies beyond it. Which one a value falls into
 * never decreases with the value, so whole buckets are in order even where rounding moves a border.
 */
export interface Buckets {
  readonly low: number;
  /** Buckets a unit. */
  readonly scale: number;
  readonly count: number;
}

/** @param count at most how many; where the range is too narrow or too wide to be divided it is one */
export function divide({ low, high }: Range, count: number): Buckets {
  const scale = (count - 1) / (high - low);
  if (scale > 0 && Number.isFinite(scale)) return { low, scale, count };
  return { low, scale: 0, count: 1 };
}

/** The bucket of a finite value. */
export function bucketOf(value: number, { low, scale, count }: Buckets): number {
  return Math.max(0, Math.min((value - low) * scale, count - 1)) | 0;
}

/** How many values each bucket has. @throws RangeError when one of them is not a finite number */
export function tally(values: Float64Array, buckets: Buckets): Uint32Array {
  const counts = new Uint32Array(buckets.count);
  // Stays 0 unless a value is infinite or none; looking at each takes as long as the counting.
  let zero = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    zero += value - value;
    const bucket = bucketOf(value, buckets);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  finite(zero);
  return counts;
}

/** The values of the wanted buckets, those marked with a 1, as they come. */
export function gather(
  values: Float64Array,
  buckets: Buckets,
  wanted: Uint32Array,
  counts: Uint32Array,
): Float64Array {
  const size = counts.reduce((sum, count, bucket) => sum + count * (wanted[bucket] ?? 0), 0);
  const gathered = new Float64Array(size);
  if (size === 0) return gathered;
  let next = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    if (wanted[bucketOf(value, buckets)] !== 1) continue;
    gathered[next] = value;
    next += 1;
  }
  return gathered;
}
