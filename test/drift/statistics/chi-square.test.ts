import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chiSquareTest } from '../../../src/drift/statistics/chi-square.ts';
import { expectNear, scipy } from './scipy.ts';

function chiSquare(reference: Record<string, number>, current: Record<string, number>) {
  return chiSquareTest(new Map(Object.entries(reference)), new Map(Object.entries(current)));
}

test('SciPy says the same of every table', () => {
  for (const { reference, current, expected } of scipy.chiSquare) {
    const [statistic, pvalue, dof] = expected;
    const ours = chiSquare(reference, current);
    const what = JSON.stringify([reference, current]);
    expectNear(ours?.statistic, statistic, what);
    expectNear(ours?.pvalue, pvalue, what);
    expect(ours?.dof).toBe(dof);
  }
});

test('the same shares are no difference', () => {
  expect(chiSquare({ a: 10, b: 20, c: 30 }, { c: 15, b: 10, a: 5 })).toEqual({
    statistic: 0,
    pvalue: 1,
    dof: 2,
  });
});

test('one category alone tells nothing apart', () => {
  expect(chiSquare({ a: 10 }, { a: 3 })).toEqual({ statistic: 0, pvalue: 1, dof: 0 });
});

test('categories that neither has do not count', () => {
  expect(chiSquare({ a: 10, b: 4, c: 0 }, { a: 3, b: 9, d: 0 })).toEqual(
    chiSquare({ a: 10, b: 4 }, { a: 3, b: 9 }),
  );
});

test('an empty sample can not be compared', () => {
  expect(chiSquare({}, { a: 3 })).toBeUndefined();
  expect(chiSquare({ a: 3 }, {})).toBeUndefined();
  expect(chiSquare({ a: 0 }, { a: 3 })).toBeUndefined();
});

test('neither the order of the samples nor that of the categories matters', () => {
  const counts = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    fc.integer({ min: 1, max: 500 }),
    {
      minKeys: 1,
    },
  );
  fc.assert(
    fc.property(counts, counts, (reference, current) => {
      const turned = Object.fromEntries(Object.entries(reference).toReversed());
      const one = chiSquare(reference, current);
      const other = chiSquare(current, turned);
      expect(other?.statistic).toBeCloseTo(one?.statistic ?? Number.NaN, 9);
      expect(one?.pvalue).toBeGreaterThanOrEqual(0);
      expect(one?.pvalue).toBeLessThanOrEqual(1);
    }),
  );
});
