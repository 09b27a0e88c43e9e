import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sorted } from '../../../src/drift/statistics/sort.ts';
import { wasserstein } from '../../../src/drift/statistics/wasserstein.ts';
import { tiedSample } from './samples.ts';
import { expectNear, scipy } from './scipy.ts';

function of(reference: Iterable<number>, current: Iterable<number>): number {
  return wasserstein(sorted(Float64Array.from(reference)), sorted(Float64Array.from(current)));
}

test.each(scipy.numeric)(
  'SciPy says the same: $name',
  ({ name, reference, current, wasserstein: theirs }) => {
    expectNear(of(reference, current), theirs, name);
  },
);

test('it is how far a shifted sample was shifted, in either direction', () => {
  fc.assert(
    fc.property(tiedSample, fc.integer({ min: -20, max: 20 }), (values, shift) => {
      const shifted = values.map((value) => value + shift);
      expect(of(values, shifted)).toBeCloseTo(Math.abs(shift), 10);
      expect(of(shifted, values)).toBe(of(values, shifted));
    }),
  );
});

test('an empty sample is refused', () => {
  expect(() => of([], [1])).toThrow('an empty sample has no distance');
});
