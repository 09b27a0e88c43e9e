import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { psiUnsorted } from '../../../src/drift/statistics/psi-unsorted.ts';
import { psi } from '../../../src/drift/statistics/psi.ts';
import { sorted } from '../../../src/drift/statistics/sort.ts';
import { anySample, shapes, tiedSample } from './samples.ts';

function expectTheSame(reference: Float64Array, current: Float64Array): void {
  expect(psiUnsorted(reference, current)).toBe(psi(sorted(reference), sorted(current)));
}

test.each(shapes)('sorting first gives the same: samples that are %s', (_, reference, current) => {
  expectTheSame(reference, current);
  expectTheSame(current, reference);
});

test('sorting first gives the same for any values', () => {
  fc.assert(fc.property(anySample, anySample, expectTheSame));
  fc.assert(fc.property(tiedSample, tiedSample, expectTheSame));
});

test('what is no finite number is refused, and so is an empty sample', () => {
  const sound = Float64Array.of(1, 2, 3, 4);
  const none = new Float64Array(0);
  expect(() => psiUnsorted(sound, Float64Array.of(1, Number.NaN))).toThrow('only finite numbers');
  expect(() => psiUnsorted(Float64Array.of(1, Infinity), sound)).toThrow('only finite numbers');
  expect(() => psiUnsorted(sound, none)).toThrow('an empty sample has no shares');
  expect(() => psiUnsorted(none, sound)).toThrow(RangeError);
});
