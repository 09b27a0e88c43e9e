import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantile } from '../../../src/drift/statistics/quantile.ts';
import { quantilesUnsorted } from '../../../src/drift/statistics/quantiles-unsorted.ts';
import { sorted } from '../../../src/drift/statistics/sort.ts';
import { anySample, shapes, tiedSample } from './samples.ts';

const SHARES = [0, 0.005, 0.1, 1 / 3, 0.5, 0.995, 1];

/** Which zero it is depends on the order. */
const unsigned = (values: readonly number[]) => values.map((value) => value + 0);

function expectTheSame(values: Float64Array): void {
  const ordered = sorted(values);
  const expected = SHARES.map((share) => quantile(ordered, share));
  expect(unsigned(quantilesUnsorted(values, SHARES))).toEqual(unsigned(expected));
}

test.each(shapes)('sorting first gives the same: samples that are %s', (_, one, other) => {
  expectTheSame(one);
  expectTheSame(other);
  expectTheSame(sorted(one));
});

test('sorting first gives the same for any values', () => {
  fc.assert(fc.property(anySample, expectTheSame));
  fc.assert(fc.property(tiedSample, expectTheSame));
});

test('what is no finite number is refused, and so is an empty sample', () => {
  expect(() => quantilesUnsorted(Float64Array.of(1, Number.NaN), [0.5])).toThrow('only finite');
  expect(() => quantilesUnsorted(Float64Array.of(1, Infinity), [0.5])).toThrow('only finite');
  expect(() => quantilesUnsorted(new Float64Array(0), [0.5])).toThrow('no value, no quantile');
});
