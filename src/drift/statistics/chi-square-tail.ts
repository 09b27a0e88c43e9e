import { stirlingError } from './stirling.ts';

/** What adds less than this to a sum no longer matters. */
const NEGLIGIBLE = 1e-17;

/**
 * The chance that a chi-square variable of `dof` degrees of freedom is greater than `statistic`, to 1e-11
 * also far out in the tail: the regularised upper incomplete gamma function Q(dof / 2, statistic / 2).
 * As the degrees are whole, it is a finite sum of positive terms (Abramowitz and Stegun 26.4.4, 26.4.5).
 */
export function chiSquareTail(statistic: number, dof: number): number {
  if (statistic <= 0) return 1;
  if (statistic === Infinity) return 0;
  const x = statistic / 2;
  const top = dof / 2 - 1;
  const bottom = dof % 2 === 0 ? 0 : 0.5;
  const half = dof % 2 === 0 ? 0 : halfTail(x);
  if (top < bottom) return half;
  return Math.min(half + poissonSum(x, bottom, top), 1);
}

/** The sum of e^-x x^k / k! over k from `bottom` to `top` in steps of 1, from its greatest term both ways. */
function poissonSum(x: number, bottom: number, top: number): number {
  const greatest = bottom + Math.floor(Math.min(Math.max(x - bottom, 0), top - bottom));
  let sum = 1;
  for (let k = greatest, term = 1; k > bottom && term > NEGLIGIBLE; k -= 1) {
    term *= k / x;
    sum += term;
  }
  for (let k = greatest + 1, term = 1; k <= top && term > NEGLIGIBLE; k += 1) {
    term *= x / k;
    sum += term;
  }
  return sum * poisson(x, greatest);
}

/** e^-x x^k / k! */
function poisson(x: number, k: number): number {
  if (k === 0) return Math.exp(-x);
  const deviance = k * Math.log(x / k) + k - x;
  return Math.exp(deviance - stirlingError(k)) / Math.sqrt(2 * Math.PI * k);
}

/** Q(½, x) = erfc(√x): near 0 by its series, else by its continued fraction (26.2.10, 6.5.31). */
function halfTail(x: number): number {
  const density = Math.exp(-x) * Math.sqrt(x / Math.PI);
  if (x < 2) {
    let sum = 2;
    for (let k = 1, term = 2; term > NEGLIGIBLE; k += 1) {
      term *= x / (k + 0.5);
      sum += term;
    }
    return 1 - density * sum;
  }
  let fraction = 0;
  for (let k = 100; k > 0; k -= 1) fraction = (k * (k - 0.5)) / (x + 2 * k + 0.5 - fraction);
  return density / (x + 0.5 - fraction);
}
