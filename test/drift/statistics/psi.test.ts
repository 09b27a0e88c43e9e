import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { psi } from '../../../src/drift/statistics/psi.ts';
import { sorted } from '../../../src/drift/statistics/sort.ts';
import { anySample, tiedSample } from './samples.ts';
import { expectNear, scipy } from './scipy.ts';

function of(reference: Iterable<number>, current: Iterable<number>): number {
  return psi(sorted(Float64Array.from(reference)), sorted(Float64Array.from(current)));
}

test.each(scipy.numeric)(
  'NumPy says the same: $name',
  ({ name, reference, current, psi: theirs }) => {
    expectNear(of(reference, current), theirs, name);
  },
);

test('it is never negative, and nothing of a sample against itself', () => {
  fc.assert(
    fc.property(anySample, anySample, (reference, current) => {
      expect(of(reference, current)).toBeGreaterThanOrEqual(0);
      expect(of(reference, reference)).toBe(0);
    }),
  );
});

test('the unit does not matter', () => {
  fc.assert(
    fc.property(tiedSample, tiedSample, (reference, current) => {
      const inQuarters = (values: Float64Array) => values.map((value) => 4 * value);
      expect(of(inQuarters(reference), inQuarters(current))).toBe(of(reference, current));
    }),
  );
});

test('a value on an edge is in the bin above it', () => {
  // The deciles of 0 to 10 are 1 to 9.
  const reference = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  expect(of(reference, [4, 4, 4, 4])).toBe(of(reference, [4.5, 4.5, 4.5, 4.5]));
  expect(of(reference, [9, 9, 9, 9])).not.toBe(of(reference, [8.5, 8.5, 8.5, 8.5]));
});

test('an empty bin counts as a ten-thousandth', () => {
  expect(of([1, 1, 1], [0, 0])).toBeCloseTo(2 * (1 - 1e-4) * Math.log(1e4), 12);
});

test('an empty sample is refused', () => {
  expect(() => of([], [1])).toThrow(RangeError);
  expect(() => of([1], [])).toThrow('an empty sample has no shares');
});
