/**
 * P-values as they are after testing many features at once: each is the least share of false alarms with
 * which it still counts. Y. Benjamini and Y. Hochberg, "Controlling the False Discovery Rate" (1995), as
 * `scipy.stats.false_discovery_control`. In the order they came in.
 */
export function adjusted(pvalues: readonly number[]): number[] {
  const result = [...pvalues];
  const worstFirst = pvalues.map((_, index) => index).toSorted((a, b) => at(b) - at(a));
  let least = 1;
  for (const [place, index] of worstFirst.entries()) {
    const rank = pvalues.length - place;
    least = Math.min(least, at(index) * (pvalues.length / rank));
    result[index] = least;
  }
  return result;

  function at(index: number): number {
    return pvalues[index] ?? 1;
  }
}
