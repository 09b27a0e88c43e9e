import { expect, test } from 'vitest';
import { kolmogorovTail } from '../../../src/drift/statistics/kolmogorov.ts';
import { expectNear, scipy } from './scipy.ts';

test('SciPy says the same in every region and at their borders', () => {
  expect(scipy.kolmogorov.length).toBeGreaterThan(250);
  for (const [n, d, theirs] of scipy.kolmogorov) {
    expectNear(kolmogorovTail(n, d), theirs, `n = ${n}, d = ${d}`);
  }
});

test('the farther apart, the less likely', () => {
  for (const n of [1, 5, 140, 141, 20_000]) {
    let last = 1;
    for (let d = 0; d <= 1; d += 0.001) {
      const tail = kolmogorovTail(n, d);
      // At the borders of regions one formula gives way to another, which differ by some 1e-8.
      expect(tail).toBeLessThanOrEqual(last + 1e-7);
      last = tail;
    }
    expect(kolmogorovTail(n, 0)).toBe(1);
    expect(kolmogorovTail(n, 1)).toBe(0);
  }
});
