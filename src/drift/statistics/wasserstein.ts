import type { Sorted } from './sort.ts';

/**
 * The first Wasserstein distance ("earth mover's") of two samples, in their unit: the area between their
 * distribution functions, as `scipy.stats.wasserstein_distance`.
 * @throws RangeError when one is empty
 */
export function wasserstein(reference: Sorted, current: Sorted): number {
  const n = reference.length;
  const m = current.length;
  if (n === 0 || m === 0) throw new RangeError('an empty sample has no distance');
  let distance = 0;
  let before = Math.min(reference[0] ?? 0, current[0] ?? 0);
  for (let i = 0, j = 0; i < n || j < m;) {
    const one = reference[i] ?? Infinity;
    const other = current[j] ?? Infinity;
    const value = Math.min(one, other);
    distance += Math.abs(i / n - j / m) * (value - before);
    before = value;
    if (one <= other) i += 1;
    else j += 1;
  }
  return distance;
}
