import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sorted } from '../../../src/drift/statistics/sort.ts';
import { anySample, scattered } from './samples.ts';

function expectInOrder(values: Float64Array): void {
  // 0 and -0 are equal: which of them comes first is not said.
  const plain = (list: Float64Array) => Array.from(list, (value) => value + 0);
  expect(plain(sorted(values))).toEqual(plain(values.toSorted()));
}

test('finite numbers of every size come into ascending order', () => {
  fc.assert(fc.property(anySample, expectInOrder));
});

test.each([
  ['evenly spread', (value: number) => value],
  ['crowded near 0', (value: number) => Math.exp(40 * value - 20)],
  ['over all magnitudes', (value: number) => (value - 0.5) * 10 ** (600 * value - 300)],
  ['few different ones', (value: number) => Math.floor(value * 5)],
  ['all but one alike', (value: number) => (value < 0.0002 ? -1e9 : 7)],
  ['with gaps', (value: number) => value + 1e6 * Math.floor(value * 3)],
])('many values are sorted: %s', (_, bend) => {
  expectInOrder(scattered(5_000, bend));
});

test('the values stay as they were, also where they were in order', () => {
  const values = Float64Array.of(3, 1, 2);
  const ordered = Float64Array.of(1, 2, 3);
  sorted(values);
  expect([...values]).toEqual([3, 1, 2]);
  expect(sorted(ordered)).not.toBe(ordered);
});

test.each([[Number.NaN], [Infinity], [-Infinity]])('%s is refused wherever it stands', (value) => {
  for (const at of [0, 1, 2, 3]) {
    const values = [4, 1, 3];
    values.splice(at, 0, value);
    expect(() => sorted(Float64Array.from(values))).toThrow('only finite numbers can be compared');
  }
});

test('nothing is in order', () => {
  expect(sorted(new Float64Array(0))).toHaveLength(0);
});
