import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ksTest, type KsTest } from '../../../src/drift/statistics/ks.ts';
import { sorted } from '../../../src/drift/statistics/sort.ts';
import { anySample, scattered, tiedSample } from './samples.ts';
import { expectNear, scipy } from './scipy.ts';

function ks(reference: Iterable<number>, current: Iterable<number>): KsTest {
  return ksTest(sorted(Float64Array.from(reference)), sorted(Float64Array.from(current)));
}

test.each(scipy.numeric)(
  'SciPy says the same of two samples: $name',
  ({ name, reference, current, ks: theirs }) => {
    const ours = ks(reference, current);
    expectNear(ours.statistic, theirs[0], name);
    expectNear(ours.pvalue, theirs[1], name);
  },
);

test('the statistic is the greatest distance of the distribution functions', () => {
  fc.assert(
    fc.property(tiedSample, tiedSample, (reference, current) => {
      const share = (values: Float64Array, x: number) =>
        values.filter((value) => value <= x).length / values.length;
      const distances = [...reference, ...current].map((x) =>
        Math.abs(share(reference, x) - share(current, x)),
      );
      expect(ks(reference, current).statistic).toBeCloseTo(Math.max(...distances), 14);
    }),
  );
});

describe('of any two samples', () => {
  test('statistic and p-value lie from 0 to 1, and neither depends on which comes first', () => {
    fc.assert(
      fc.property(anySample, anySample, (reference, current) => {
        const { statistic, pvalue } = ks(reference, current);
        for (const one of [statistic, pvalue]) {
          expect(one).toBeGreaterThanOrEqual(0);
          expect(one).toBeLessThanOrEqual(1);
        }
        expect(ks(current, reference)).toEqual({ statistic, pvalue });
      }),
    );
  });

  test('nothing changes when all values are bent by an increasing function', () => {
    fc.assert(
      fc.property(tiedSample, tiedSample, (reference, current) => {
        const bent = (values: Float64Array) => values.map((value) => Math.exp(value) - 5);
        expect(ks(bent(reference), bent(current))).toEqual(ks(reference, current));
      }),
    );
  });
});

test('a sample is as far from itself as can be expected', () => {
  for (const count of [1, 50, 10_000, 10_001]) {
    const sample = scattered(count);
    expect(ks(sample, sample)).toEqual({ statistic: 0, pvalue: 1 });
  }
});

test('samples without overlap are as far apart as can be', () => {
  expect(ks([1], [2])).toEqual({ statistic: 1, pvalue: 1 });
  expect(ks([1, 2, 3], [4, 5, 6]).pvalue).toBeCloseTo(2 / 20, 15);
  expect(ks(scattered(20_000), [2, 3])).toMatchObject({ statistic: 1, pvalue: 0 });
});

test('from 10,001 values on the p-value is that of the limit, as in SciPy', () => {
  const exact = ks(
    scattered(10_000),
    scattered(3_000, (value) => value ** 1.1),
  );
  const limit = ks(
    scattered(10_001),
    scattered(3_000, (value) => value ** 1.1),
  );
  expect(exact.statistic).toBeCloseTo(limit.statistic, 3);
  expect(exact.pvalue).not.toBe(limit.pvalue);
  expect(exact.pvalue / limit.pvalue).toBeCloseTo(1, 1);
});

test('an empty sample is refused', () => {
  expect(() => ks([], [1])).toThrow('an empty sample can not be tested');
  expect(() => ks([1], [])).toThrow('an empty sample can not be tested');
});
