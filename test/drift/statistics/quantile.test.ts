import { expect, test } from 'vitest';
import { between, quantile } from '../../../src/drift/statistics/quantile.ts';
import { sorted } from '../../../src/drift/statistics/sort.ts';
import { scipy } from './scipy.ts';

test.each(scipy.numeric)(
  'NumPy says the same to the last bit: $name',
  ({ reference, quantiles }) => {
    const values = sorted(Float64Array.from(reference));
    for (const [q, theirs] of quantiles) expect(quantile(values, q)).toBe(theirs);
  },
);

test('between two values that are farther apart than any number it is no infinity', () => {
  expect(between(-Number.MAX_VALUE, Number.MAX_VALUE, 0.5)).toBe(0);
  expect(between(-Number.MAX_VALUE, Number.MAX_VALUE, 0)).toBe(-Number.MAX_VALUE);
});

test('nothing has no quantile', () => {
  expect(() => quantile(sorted(new Float64Array(0)), 0.5)).toThrow('no value, no quantile');
});
