import type { Range } from './range.ts';

/**
 * Equally wide buckets over a range. Which one a value falls into never decreases with the value, so
 * whole buckets are in order even where rounding moves a border.
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

/** The bucket of a value within the range. */
export function bucketOf(value: number, { low, scale }: Buckets): number {
  return ((value - low) * scale) | 0;
}

/** How many values each bucket has. */
export function tally(values: Float64Array, { low, scale, count }: Buckets): Uint32Array {
  const counts = new Uint32Array(count);
  for (let index = 0; index < values.length; index += 1) {
    const bucket = (((values[index] ?? 0) - low) * scale) | 0;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

/** The values of the wanted buckets (those marked with a 1), as they come. */
export function gather(
  values: Float64Array,
  { low, scale }: Buckets,
  wanted: Uint8Array,
  counts: Uint32Array,
): Float64Array {
  let size = 0;
  for (let bucket = 0; bucket < counts.length; bucket += 1) {
    if (wanted[bucket] === 1) size += counts[bucket] ?? 0;
  }
  const gathered = new Float64Array(size);
  let next = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    if (wanted[((value - low) * scale) | 0] === 1) {
      gathered[next] = value;
      next += 1;
    }
  }
  return gathered;
}
