/** The middle one of some figures, of an even number the mean of the middle two; undefined for none. */
export function medianOf(figures: readonly number[]): number | undefined {
  const sorted = figures.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half];
  if (upper === undefined || sorted.length % 2 === 1) return upper;
  return ((sorted[half - 1] ?? upper) + upper) / 2;
}
