/**
 * The greatest distance of two distribution functions over a stretch of their values, times n times m: a
 * whole number, exact while n m < 2^53.
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
    const one = reference[i] ?? 0;
    const other = current[j] ?? 0;
    if (one <= other) {
      gap += m;
      i += 1;
    }
    if (other <= one) {
      gap -= n;
      j += 1;
    }
    if (Math.abs(gap) <= greatest) continue;
    // It counts when all that are equal have been passed, which is seldom looked at.
    const value = Math.min(one, other);
    for (; i < reference.length && reference[i] === value; i += 1) gap += m;
    for (; j < current.length && current[j] === value; j += 1) gap -= n;
    greatest = Math.max(greatest, Math.abs(gap));
  }
  return greatest;
}
