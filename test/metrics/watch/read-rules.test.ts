import { expect, test } from 'vitest';
import type { MeasureReading } from '../../../src/metrics/read-measures.ts';
import { figuresIn } from '../../../src/metrics/watch/read-rules.ts';
import { MINUTE, ruleOf, T0 } from './rules.ts';

/** What came of `{__name__=~"depth_.*"}`: series of several names, which are no labels. */
function found(...values: readonly number[]): MeasureReading {
  const series = values.map((value) => ({
    label: `depth_${value}`,
    period: MINUTE,
    points: [{ at: T0, value }],
  }));
  return { ok: true, span: { from: T0, to: T0 + MINUTE }, period: MINUTE, series, remarks: [] };
}

test('series that no labels tell apart are not taken for one', () => {
  expect(figuresIn(ruleOf(), [found(99, 1), found(5)])).toMatchObject({
    ok: false,
    source: 'prom',
    problem: { kind: 'refused', why: expect.stringContaining('rate has 2 series') },
  });
  expect(figuresIn(ruleOf(), [found(99), found(5)])).toMatchObject({ ok: true });
});
