import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactTail } from '../../../src/drift/statistics/ks-exact.ts';
import { ofGap } from '../../../src/drift/statistics/ks.ts';
import { expectNear, scipy } from './scipy.ts';

test('SciPy says the same of samples of equal and unequal sizes', () => {
  expect(scipy.twoSamples.length).toBeGreaterThan(100);
  for (const [n, m, gap, statistic, pvalue] of scipy.twoSamples) {
    const ours = ofGap(gap, n, m);
    expectNear(ours.statistic, statistic, `${n}, ${m}, ${gap}: the statistic`);
    expectNear(ours.pvalue, pvalue, `${n}, ${m}, ${gap}: the p-value`);
  }
});

/** Every path from (0, 0) to (n, m), one by one. */
function shareOutside(gap: number, n: number, m: number): number {
  let all = 0;
  let outside = 0;
  walk(0, 0, false);
  return outside / all;

  function walk(x: number, y: number, wasOutside: boolean): void {
    const isOutside = wasOutside || Math.abs(x * m - y * n) >= gap;
    if (x === n && y === m) {
      all += 1;
      if (isOutside) outside += 1;
    }
    if (x < n) walk(x + 1, y, isOutside);
    if (y < m) walk(x, y + 1, isOutside);
  }
}

test('it is the share of the paths that lead outside', () => {
  const size = fc.integer({ min: 1, max: 7 });
  fc.assert(
    fc.property(size, size, fc.double({ min: 0.01, max: 1, noNaN: true }), (n, m, share) => {
      const gap = Math.ceil(share * n * m);
      const whole = n === m ? Math.ceil(gap / n) * n : gap;
      // Of equal sizes 1 may be rounded to more than that, of which nothing comes.
      expect(exactTail(whole, n, m) ?? 1).toBeCloseTo(shareOutside(whole, n, m), 13);
    }),
  );
});

test('the farther apart, the less likely', () => {
  for (const [n, m] of [
    [40, 40],
    [40, 25],
    [300, 7],
    [8, 1],
  ] as const) {
    let last = 1;
    for (let gap = n; gap <= n * m; gap += n) {
      const tail = exactTail(gap, n, m) ?? 1;
      expect(tail).toBeLessThanOrEqual(last);
      last = tail;
    }
  }
});
