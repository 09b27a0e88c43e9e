import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjusted } from '../../../src/drift/statistics/benjamini-hochberg.ts';

test("the example of SciPy's manual", () => {
  const pvalues = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
    0.6528, 0.759, 1,
  ];
  const expected = [
    0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645, 0.0765, 0.486,
    0.58118182, 0.714875, 0.75323077, 0.81321429, 1,
  ];
  for (const [index, one] of adjusted(pvalues).entries()) {
    expect(one).toBeCloseTo(expected[index] ?? Number.NaN, 8);
  }
});

test('they stay in their order, none gets smaller, and none exceeds 1', () => {
  const pvalues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(pvalues, (values) => {
      const after = adjusted(values);
      for (const [index, value] of values.entries()) {
        expect(after[index]).toBeGreaterThanOrEqual(value);
        expect(after[index]).toBeLessThanOrEqual(1);
        const smaller = after.filter((_, other) => (values[other] ?? 0) < value);
        expect(smaller.every((one) => one <= (after[index] ?? 0))).toBe(true);
      }
    }),
  );
});

test('one test alone needs no adjusting, and none has none', () => {
  expect(adjusted([0.03])).toEqual([0.03]);
  expect(adjusted([])).toEqual([]);
});
