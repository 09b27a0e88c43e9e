import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DELETED_KEPT_FOR, type Baseline } from '../../src/engine/ports/baselines.ts';
import { KINDS } from './stores.ts';

function baselineOf(version: string, own: Partial<Baseline> = {}): Baseline {
  return {
    model: 'churn',
    version,
    createdAt: 1_000,
    from: 'churn.csv',
    rows: 3,
    features: 3,
    profiles: [
      {
        kind: 'numeric',
        feature: 'age: years',
        rows: 3,
        missing: 0,
        infinite: 1,
        summary: {
          mean: 0.1,
          std: 2,
          min: -1e300,
          max: 5e-324,
          percentiles: [1, 2],
          histogram: { edges: [0, 1], counts: [2] },
        },
        sample: new Float64Array([-1e300, 5e-324]),
        isSample: false,
      },
      {
        kind: 'categorical',
        feature: 'plan',
        rows: 3,
        missing: 1,
        counts: new Map([
          ['basic "plus"', 1],
          ['', 1],
        ]),
      },
      { kind: 'unusable', feature: 'text', rows: 3, missing: 0, why: 'It has words.' },
    ],
    ...own,
  };
}

const byFeature = (baseline: Baseline | undefined) =>
  baseline && {
    ...baseline,
    profiles: baseline.profiles.toSorted((a, b) => (a.feature < b.feature ? -1 : 1)),
  };

describe.each(KINDS)('the baselines in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('are as they were put, one for each version, the newest first', async () => {
    const { baselines } = await make();
    expect(await baselines.list('churn')).toEqual([]);
    expect(await baselines.find('churn', '7')).toBeUndefined();
    await baselines.put(baselineOf('7'));
    await baselines.put(baselineOf('8', { createdAt: 2_000 }));
    await baselines.put(baselineOf('7', { model: 'price', createdAt: 3_000 }));
    const { profiles: _, ...info } = baselineOf('8', { createdAt: 2_000 });
    expect(await baselines.list('churn')).toEqual([
      info,
      { ...info, version: '7', createdAt: 1_000 },
    ]);
    expect(byFeature(await baselines.find('churn', '7'))).toEqual(byFeature(baselineOf('7')));
  });

  test('of one version take the place of one another, with all their features', async () => {
    const { baselines } = await make();
    await baselines.put(baselineOf('7'));
    const other = baselineOf('7', {
      createdAt: 2_000,
      profiles: baselineOf('7').profiles.slice(2),
    });
    await baselines.put(other);
    expect(await baselines.find('churn', '7')).toEqual(other);
    expect(await baselines.list('churn')).toHaveLength(1);
  });

  test('have many features', async () => {
    const { baselines } = await make();
    const sample = Float64Array.from({ length: 1_000 }, (_, at) => at / 7);
    const profiles = Array.from({ length: 45 }, (_, at) => ({
      kind: 'numeric' as const,
      feature: `f${String(at).padStart(2, '0')}`,
      rows: 1_000,
      missing: 0,
      infinite: 0,
      sample: sample.map((value) => value + at),
      isSample: true,
    }));
    await baselines.put(baselineOf('7', { profiles }));
    expect(byFeature(await baselines.find('churn', '7'))?.profiles).toEqual(profiles);
  });

  test('one of them is active, and only one that is there', async () => {
    const { baselines } = await make();
    expect(await baselines.active('churn')).toBeUndefined();
    expect(await baselines.activate('churn', '7')).toBe(false);
    await baselines.put(baselineOf('7'));
    await baselines.put(baselineOf('8'));
    expect(await baselines.active('churn')).toBeUndefined();
    expect(await baselines.activate('churn', '7')).toBe(true);
    expect(await baselines.activate('churn', '8')).toBe(true);
    expect(await baselines.active('churn')).toBe('8');
    expect(await baselines.active('price')).toBeUndefined();
  });

  test('that are deleted can be had back for a while, and are not active then', async () => {
    const { baselines, pass } = await make();
    await baselines.put(baselineOf('7'));
    await baselines.activate('churn', '7');
    expect(await baselines.remove('churn', '7')).toBe(true);
    expect(await baselines.remove('churn', '7')).toBe(false);
    expect(await baselines.find('churn', '7')).toBeUndefined();
    expect(await baselines.list('churn')).toEqual([]);
    expect(await baselines.active('churn')).toBeUndefined();
    await pass(DELETED_KEPT_FOR - 60_000);
    expect(await baselines.restore('churn', '7')).toBe(true);
    expect(await baselines.restore('churn', '7')).toBe(false);
    expect(byFeature(await baselines.find('churn', '7'))).toEqual(byFeature(baselineOf('7')));
    expect(await baselines.active('churn')).toBeUndefined();
    await pass(2 * DELETED_KEPT_FOR);
    expect(await baselines.find('churn', '7')).toBeDefined();
  });

  test('that were deleted long ago, or have a successor, stay away', async () => {
    const { baselines, pass } = await make();
    await baselines.put(baselineOf('7'));
    await baselines.remove('churn', '7');
    await baselines.put(baselineOf('7', { createdAt: 2_000 }));
    expect(await baselines.restore('churn', '7')).toBe(false);
    expect((await baselines.find('churn', '7'))?.createdAt).toBe(2_000);
    await baselines.remove('churn', '7');
    await pass(DELETED_KEPT_FOR + 1);
    expect(await baselines.restore('churn', '7')).toBe(false);
    expect(await baselines.list('churn')).toEqual([]);
  });
});
