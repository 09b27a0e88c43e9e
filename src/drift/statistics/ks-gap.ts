/**
 * The greatest distance of two distribution functions over a stretch of their values, times n times m: a
 * whole number, exact while n m < 2^53. What both have in common counts at once.
 * @param reference the values of the first in this stretch, ascending; of n in all
 * @param current the values of the second; of m in all
 * @param before the distance, with its sign, where the stretch begins
 */
export function gapWithin(
  reference: Float64Array,
  current: Float64Array,
  { n, m, before }: { readonly n: number; readonly m: number; readonly before: number },
): number {
  let gap = before;
  let greatest = Math.abs(before);
  let i = 0;
  let j = 0;
  // Where one of them ends the distance only shrinks, or grows to what the next stretch begins with.
  while (i < reference.length && j < current.length) {
    const value = Math.min(reference[i] ?? 0, current[j] ?? 0);
    for (; i < reference.length && reference[i] === value; i += 1) gap += m;
    for (; j < current.length && current[j] === value; j += 1) gap -= n;
    greatest = Math.max(greatest, Math.abs(gap));
  }
  return greatest;
}
