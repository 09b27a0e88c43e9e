import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { moments } from '../../../src/drift/statistics/moments.ts';
import { anySample } from './samples.ts';
import { expectNear, scipy } from './scipy.ts';

test.each(scipy.numeric)('NumPy says the same: $name', ({ name, reference, mean, std }) => {
  const ours = moments(Float64Array.from(reference));
  expectNear(ours?.mean, mean, name);
  expectNear(ours?.std, std, name);
  expect(ours).toMatchObject({
    count: reference.length,
    min: Math.min(...reference),
    max: Math.max(...reference),
  });
});

test('small differences of large values are not lost', () => {
  const { mean, std } = moments(Float64Array.of(1e15 + 1, 1e15 + 2, 1e15 + 3)) ?? {};
  expect(mean).toBe(1e15 + 2);
  expect(std).toBe(1);
});

test('squares that no number can hold do no harm', () => {
  expect(moments(Float64Array.of(1e300, 2e300, 3e300))).toMatchObject({ mean: 2e300, std: 1e300 });
  expect(moments(Float64Array.of(1e-300, 2e-300, 3e-300))?.std).toBeCloseTo(1e-300, 310);
});

test('they are numbers, in their bounds, whatever the values', () => {
  fc.assert(
    fc.property(anySample, (values) => {
      const { mean = Number.NaN, std, min = 0, max = 0 } = moments(values) ?? {};
      expect(mean).toBeGreaterThanOrEqual(min);
      expect(mean).toBeLessThanOrEqual(max);
      expect(std === undefined ? values.length === 1 : std >= 0).toBe(true);
    }),
  );
});

test('what is constant has no deviation, and nothing has no moments', () => {
  expect(moments(new Float64Array(1_000).fill(0.1))).toMatchObject({ mean: 0.1, std: 0 });
  expect(moments(new Float64Array(0))).toBeUndefined();
});
