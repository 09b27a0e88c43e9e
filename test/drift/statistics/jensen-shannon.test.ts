import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { jensenShannon } from '../../../src/drift/statistics/jensen-shannon.ts';
import { expectNear, scipy } from './scipy.ts';

test('SciPy says the same', () => {
  for (const [p, q, theirs] of scipy.jensenShannon) {
    expectNear(jensenShannon(p, q), theirs, JSON.stringify([p, q]));
  }
});

test('it lies from 0 to the root of ln 2, and does not depend on which comes first', () => {
  const pairs = fc.array(fc.tuple(fc.nat(1_000), fc.nat(1_000)), { minLength: 1 });
  fc.assert(
    fc.property(pairs, (bins) => {
      const p = [...bins.map(([one]) => one), 1];
      const q = [...bins.map(([, other]) => other), 1];
      const distance = jensenShannon(p, q) ?? Number.NaN;
      expect(distance).toBeGreaterThanOrEqual(0);
      expect(distance).toBeLessThanOrEqual(Math.sqrt(Math.LN2) + 1e-12);
      expect(jensenShannon(q, p)).toBeCloseTo(distance, 12);
      expect(
        jensenShannon(
          p,
          p.map((one) => 3 * one),
        ),
      ).toBeCloseTo(0, 7);
    }),
  );
});

test('a difference of a millionth keeps its digits', () => {
  const distance = jensenShannon([1e9 + 1e3, 1e9 - 1e3], [1e9, 1e9]) ?? Number.NaN;
  expect(distance * 1e6).toBeCloseTo(Math.sqrt(1 / 8), 6);
});

test('nothing in any bin has no distance, and other bins are refused', () => {
  expect(jensenShannon([0, 0], [1, 2])).toBeUndefined();
  expect(jensenShannon([1, 2], [0, 0])).toBeUndefined();
  expect(() => jensenShannon([1], [1, 2])).toThrow('the bins of both must be the same');
});
