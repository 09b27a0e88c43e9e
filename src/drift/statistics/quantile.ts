import type { Sorted } from './sort.ts';

/**
 * The value below which a share of the sample lies, 0 ≤ q ≤ 1, as NumPy's `quantile` with its method
 * "linear", to the last bit.
 * @throws RangeError when there is no value
 */
export function quantile(values: Sorted, q: number): number {
  const { rank, part } = placeOf(values.length, q);
  return between(values[rank] ?? Number.NaN, values[rank + 1] ?? Number.NaN, part);
}

/** The value of which rank (from 0) comes before a quantile, and how far it is from there to the next. */
export function placeOf(
  count: number,
  q: number,
): { readonly rank: number; readonly part: number } {
  if (count === 0) throw new RangeError('no value, no quantile');
  const place = (count - 1) * q;
  const rank = Math.floor(place);
  return { rank, part: place - rank };
}

/** What lies between two neighbours. `after` is not looked at where `part` is 0. */
export function between(before: number, after: number, part: number): number {
  if (part === 0) return before;
  const step = after - before;
  // From the nearer end, as NumPy does it.
  if (Number.isFinite(step)) return part < 0.5 ? before + step * part : after - step * (1 - part);
  return before * (1 - part) + after * part;
}
