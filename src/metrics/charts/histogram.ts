import type { Histogram } from './chart.ts';

/** The share of all values that is in each bin, from 0 to 1; zeros when there are none. */
export function sharesOf({ counts }: Histogram): readonly number[] {
  const known = counts.map((count) => (Number.isFinite(count) ? Math.max(count, 0) : 0));
  const sum = known.reduce((total, count) => total + count, 0);
  return known.map((count) => (sum === 0 ? 0 : count / sum));
}

/** Where half of the values are below, taken as even within each bin; nothing of no values. */
export function medianOf(edges: readonly number[], histogram: Histogram): number | undefined {
  let below = 0;
  for (const [bin, share] of sharesOf(histogram).entries()) {
    const [from, to] = [edges[bin], edges[bin + 1]];
    if (from === undefined || to === undefined) return undefined;
    if (share > 0 && below + share >= 0.5) return from + ((0.5 - below) / share) * (to - from);
    below += share;
  }
  return undefined;
}
