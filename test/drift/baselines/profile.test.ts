import { array, assert, double, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Column, NumericColumn } from '../../../src/drift/data/column.ts';
import { baselineOf, baselineTable } from '../../../src/drift/baselines/baseline.ts';
import { profileOf, SAMPLE_KEPT } from '../../../src/drift/baselines/profile.ts';

function numeric(values: readonly number[], own: Partial<NumericColumn> = {}): NumericColumn {
  const rows = values.length;
  const column = { kind: 'numeric', rows, missing: 0, infinite: 0, isSample: false } as const;
  return { ...column, values: new Float64Array(values), ...own };
}

describe('the profile of a feature', () => {
  test('has its figures, and all its values where they are few', () => {
    const column = numeric([3, 1, 2, 4], { rows: 6, missing: 1, infinite: 1 });
    expect(profileOf('age', column)).toEqual({
      kind: 'numeric',
      feature: 'age',
      rows: 6,
      missing: 1,
      infinite: 1,
      isSample: false,
      sample: new Float64Array([1, 2, 3, 4]),
      summary: {
        mean: 2.5,
        std: Math.sqrt(5 / 3),
        min: 1,
        max: 4,
        percentiles: [
          1.03, 1.15, 1.3, 1.75, 2.5, 3.25, 3.7, 3.8499999999999996, 3.9699999999999998,
        ],
        histogram: { edges: [0.5, 1.5, 2.5, 3.5, 4.5], counts: [1, 1, 1, 1] },
      },
    });
  });

  test('of many values has a uniform sample, the same each time', () => {
    const many = numeric(Array.from({ length: 4 * SAMPLE_KEPT }, (_, at) => (at * 7919) % 40_000));
    const [one, other] = [profileOf('age', many), profileOf('age', many)];
    expect(one).toEqual(other);
    if (one.kind !== 'numeric') throw new Error(one.kind);
    expect(one).toMatchObject({ isSample: true, rows: 40_000, summary: { min: 0, max: 39_999 } });
    expect(one.sample).toHaveLength(SAMPLE_KEPT);
    const quarters = [1, 2, 3, 4].map(
      (end) =>
        one.sample.filter((value) => (end - 1) * 10_000 <= value && value < end * 10_000).length,
    );
    // A quarter of them each: by chance as many, give or take five standard deviations of 43.
    for (const quarter of quarters) expect(Math.abs(quarter - SAMPLE_KEPT / 4)).toBeLessThan(217);
  });

  test('without a value, or of one, has what can be said', () => {
    expect(profileOf('age', numeric([], { rows: 3, missing: 3 }))).toEqual({
      kind: 'numeric',
      feature: 'age',
      rows: 3,
      missing: 3,
      infinite: 0,
      isSample: false,
      sample: new Float64Array(),
    });
    const one = profileOf('age', numeric([5]));
    if (one.kind !== 'numeric') throw new Error(one.kind);
    expect(one.summary).toMatchObject({ mean: 5, min: 5, max: 5 });
    expect(one.summary).not.toHaveProperty('std');
  });
});

test('a baseline of few values is the table that it was made of', () => {
  const values = array(double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 50 });
  assert(
    property(values, (written) => {
      const plan = {
        kind: 'categorical',
        counts: new Map([['a', 2]]),
        rows: 2,
        missing: 0,
      } as const;
      const table = {
        rows: written.length,
        columns: new Map<string, Column>([
          ['age', numeric(written)],
          ['plan', plan],
        ]),
        remarks: [],
      };
      const about = { model: 'churn', version: '7', createdAt: 1, from: 'a file' };
      const baseline = baselineOf(table, about);
      expect(baseline).toMatchObject({ ...about, rows: written.length, features: 2 });
      const { columns } = baselineTable(baseline);
      const sorted = { ...numeric(written), values: new Float64Array(written).toSorted() };
      expect(columns.get('age')).toEqual(sorted);
      expect(columns.get('plan')).toMatchObject(plan);
      const some = baselineTable(baseline, (name) => name !== 'age');
      expect([...some.columns.keys()]).toEqual(['plan']);
    }),
  );
});
