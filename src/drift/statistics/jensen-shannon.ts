/**
 * The Jensen-Shannon distance of two distributions over the same bins, with the natural logarithm, as
 * `scipy.spatial.distance.jensenshannon`: 0 to sqrt(ln 2). Counts will do as well as shares. Of nearly
 * equal ones it keeps its digits, where SciPy's difference of two sums loses them.
 * @returns undefined when one of them has nothing in any bin, where SciPy says NaN
 * @throws RangeError when there are not as many bins of both
 */
export function jensenShannon(p: readonly number[], q: readonly number[]): number | undefined {
  if (p.length !== q.length) throw new RangeError('the bins of both must be the same');
  const sumP = p.reduce((sum, one) => sum + one, 0);
  const sumQ = q.reduce((sum, one) => sum + one, 0);
  if (sumP === 0 || sumQ === 0) return undefined;
  const divergence = p.reduce((sum, one, bin) => {
    return sum + fromMiddle(one / sumP, (q[bin] ?? 0) / sumQ);
  }, 0);
  return Math.sqrt(Math.max(divergence, 0) / 2);
}

/** p ln(p / m) + q ln(q / m), m the mean of both. */
function fromMiddle(p: number, q: number): number {
  if (p + q === 0) return 0;
  const tilt = (p - q) / (p + q);
  return (p > 0 ? p * Math.log1p(tilt) : 0) + (q > 0 ? q * Math.log1p(-tilt) : 0);
}
