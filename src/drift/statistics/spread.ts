import { range, type Range } from './range.ts';

/** How many values of each sample are looked at, and how many of them may lie outside at either end. */
const LOOKED_AT = 256;
const OUTSIDE = 4;

/**
 * Between which values nearly all of some samples lie, by a look at a few; if those are alike, the least and
 * the greatest of all.
 */
export function spread(...samples: readonly Float64Array[]): Range {
  const few = Float64Array.from(samples.flatMap(someOf)).toSorted();
  const low = few[OUTSIDE] ?? 0;
  const high = few.at(-1 - OUTSIDE) ?? 0;
  return low < high ? { low, high } : range(...samples);
}

/** Evenly spread over the places of the list. */
function someOf(values: Float64Array): number[] {
  const size = Math.min(values.length, LOOKED_AT);
  return Array.from({ length: size }, (_, index) => {
    return values[Math.floor((index * values.length) / size)] ?? 0;
  });
}
