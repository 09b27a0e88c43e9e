import { expect, test } from 'vitest';
import { moments, type Moments } from '../../../src/drift/statistics/moments.ts';
import { meanShift, varianceChange } from '../../../src/drift/statistics/prediction.ts';

function of(...values: number[]): Moments {
  const known = moments(Float64Array.from(values));
  if (!known) throw new Error('no values');
  return known;
}

test('both are counted in standard deviations of the reference', () => {
  const reference = of(1, 2, 3);
  const current = of(2, 6, 10);
  expect(meanShift(reference, current)).toBe(4);
  expect(varianceChange(reference, current)).toBe(3);
  expect(meanShift(current, reference)).toBe(1);
  expect(varianceChange(current, reference)).toBe(0.75);
});

test('a reference without deviation has neither', () => {
  for (const reference of [of(5), of(5, 5, 5)]) {
    expect(meanShift(reference, of(1, 2))).toBeUndefined();
    expect(varianceChange(reference, of(1, 2))).toBeUndefined();
  }
});

test('one value has a mean, but no deviation', () => {
  expect(meanShift(of(1, 2, 3), of(5))).toBe(3);
  expect(varianceChange(of(1, 2, 3), of(5))).toBeUndefined();
});
