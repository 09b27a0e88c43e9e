/** How many of ascending values are below one, by halving. */
export function countBelow(values: Float64Array, limit: number): number {
  let from = 0;
  let to = values.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((values[middle] ?? 0) < limit) from = middle + 1;
    else to = middle;
  }
  return from;
}
