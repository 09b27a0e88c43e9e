import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ksTestUnsorted } from '../../../src/drift/statistics/ks-unsorted.ts';
import { ksTest } from '../../../src/drift/statistics/ks.ts';
import { sorted } from '../../../src/drift/statistics/sort.ts';
import { anySample, shapes, tiedSample } from './samples.ts';

function expectTheSame(reference: Float64Array, current: Float64Array): void {
  expect(ksTestUnsorted(reference, current)).toEqual(ksTest(sorted(reference), sorted(current)));
}

test.each(shapes)('sorting first gives the same: samples that are %s', (_, reference, current) => {
  expectTheSame(reference, current);
  expectTheSame(current, reference);
});

test('sorting first gives the same for any values', () => {
  fc.assert(fc.property(anySample, anySample, expectTheSame));
  fc.assert(fc.property(tiedSample, tiedSample, expectTheSame));
});

test.each([[Number.NaN], [Infinity], [-Infinity]])('%s is refused in either sample', (value) => {
  const sound = Float64Array.of(1, 2, 3, 4);
  const unsound = Float64Array.of(1, 2, value, 4);
  for (const samples of [
    [sound, unsound],
    [unsound, sound],
  ] as const) {
    expect(() => ksTestUnsorted(...samples)).toThrow('only finite numbers can be compared');
  }
});

test('an empty sample is refused', () => {
  const none = new Float64Array(0);
  const one = Float64Array.of(1);
  for (const samples of [
    [none, one],
    [one, none],
    [none, none],
  ] as const) {
    expect(() => ksTestUnsorted(...samples)).toThrow('an empty sample can not be tested');
  }
});
