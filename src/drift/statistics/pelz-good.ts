const PI2 = Math.PI ** 2;
const PI4 = PI2 ** 2;
const PI6 = PI2 ** 3;
const SQRT_2_PI = Math.sqrt(2 * Math.PI);

/**
 * The chance that the distribution function of n values stays within d of the one they were drawn from, for
 * large n and small d: Kolmogorov's limit with three corrections in powers of n^-½. W. Pelz and
 * I. Good, "Approximating the Lower Tail-areas of the Kolmogorov-Smirnov One-sample Statistic" (1976), with
 * as many terms as `scipy.stats._ksstats._kolmogn_PelzGood`.
 */
export function pelzGood(n: number, d: number): number {
  const z = Math.sqrt(n) * d;
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  let k0 = 0;
  let k1 = 0;
  let k2 = 0;
  let k3 = 0;
  for (let k = Math.ceil((16 * z) / Math.PI); k > 0; k -= 1) {
    const m2 = (2 * k - 1) ** 2;
    const m4 = m2 * m2;
    const odd = Math.exp((-PI2 * m2) / (8 * z2));
    k0 += odd;
    k1 += odd * ((PI2 / 4) * m2 - z2);
    k2 +=
      odd * (6 * z6 + 2 * z4 + (PI2 / 4) * (2 * z4 - 5 * z2) * m2 + (PI4 / 16) * (1 - 2 * z2) * m4);
    k3 +=
      odd *
      (-30 * z6 -
        90 * z4 * z4 +
        (PI2 / 4) * (135 * z4 - 96 * z6) * m2 +
        (PI4 / 16) * (212 * z4 - 60 * z2) * m4 +
        (PI6 / 64) * (5 - 30 * z2) * m4 * m2);
  }
  let even2 = 0;
  let even3 = 0;
  for (let k = Math.ceil((16 * z) / Math.PI); k > 0; k -= 1) {
    const even = k * k * Math.exp((-PI2 * k * k) / (2 * z2));
    even2 += even;
    even3 += even * (3 * z2 - PI2 * k * k);
  }
  return (
    SQRT_2_PI *
    (k0 / z +
      k1 / (6 * z4) / Math.sqrt(n) +
      (k2 / (72 * z6 * z) - (PI2 * even2) / (36 * z2 * z)) / n +
      (k3 / (6480 * z6 * z4) + (PI2 * even3) / (216 * z6)) / n ** 1.5)
  );
}
