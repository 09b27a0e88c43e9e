/**
 * The figure below or at which so large a share of some figures lies; undefined for none. By the nearest
 * rank: of n in order the ⌈share × n⌉-th. It is one of them, and assumes nothing of how they are spread.
 *
 * @param share over 0 and up to 1
 * @see Hyndman and Fan, "Sample Quantiles in Statistical Packages" (1996), definition 1
 */
export function nearestRank(figures: readonly number[], share: number): number | undefined {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1];
}
