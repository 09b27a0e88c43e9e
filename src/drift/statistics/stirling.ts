const HALF_LOG_2_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * By how much Stirling's formula is short of ln v!, that is ln Γ(v + 1) - (v + ½) ln v + v - ½ ln 2π.
 * C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000): it keeps the digits that
 * differences of large logarithms lose.
 * @param v above 0; below 16 a multiple of ½
 */
export function stirlingError(v: number): number {
  if (v < 16) return Math.log(factorial(v)) - (v + 0.5) * Math.log(v) + v - HALF_LOG_2_PI;
  const w = 1 / (v * v);
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - w / 1188) * w) * w) * w) / v;
}

/** v!, of a small multiple of ½. */
function factorial(v: number): number {
  let product = Number.isInteger(v) ? 1 : Math.sqrt(Math.PI);
  for (let factor = v; factor > 0; factor -= 1) product *= factor;
  return product;
}
