import { durbin } from './durbin.ts';
import { pelzGood } from './pelz-good.ts';
import { smirnovTail } from './smirnov.ts';

/**
 * The chance that the distribution function of n values is at some point at least d away from the one they
 * were drawn from: `scipy.stats.kstwo.sf(d, n)`. By the regions of R. Simard and P. L'Ecuyer, "Computing the
 * Two-Sided Kolmogorov-Smirnov Distribution" (2011), with the borders of SciPy; its two exact algorithms for
 * small n are one here.
 */
export function kolmogorovTail(n: number, d: number): number {
  const t = n * d;
  if (t <= 0.5) return 1;
  if (d >= 1) return 0;
  if (t <= 1) return 1 - smallest(n, t);
  if (t >= n - 1) return 2 * (1 - d) ** n;
  if (d >= 0.5) return 2 * smirnovTail(n, d);
  const z2 = t * d;
  if (n <= 140) return z2 <= 4 ? 1 - durbin(n, d) : 2 * smirnovTail(n, d);
  if (z2 >= 370) return 0;
  if (z2 >= 2.2) return Math.min(2 * smirnovTail(n, d), 1);
  if (n <= 100_000 && n * d ** 1.5 <= 1.4) return 1 - durbin(n, d);
  return clipped(1 - pelzGood(n, d));
}

/** Of d between 1 / 2n and 1 / n the complement is n! (2d - 1 / n)^n (Ruben and Gambino, 1982). */
function smallest(n: number, t: number): number {
  let product = 1;
  for (let i = 1; i <= n && product > 0; i += 1) product *= (i / n) * (2 * t - 1);
  return product;
}

function clipped(probability: number): number {
  return Math.min(Math.max(probability, 0), 1);
}
