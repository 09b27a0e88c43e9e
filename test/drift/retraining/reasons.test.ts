import { expect, test } from 'vitest';
import { degreeOf } from '../../../src/drift/degradation/degree.ts';
import { degradationReasons } from '../../../src/drift/retraining/degradation-reasons.ts';
import { driftReasons } from '../../../src/drift/retraining/reasons.ts';
import { judgeDrift } from '../../../src/drift/runs/judge.ts';
import { DAY, reportOf, T0, watched, type Moved } from '../runs/worlds.ts';

/** Why, after so many runs that found the same. */
function triggers(moved: Moved, { runs = 1, sustained = 1 } = {}): readonly string[] {
  const model = watched({ sustained });
  const report = reportOf(moved, T0);
  let state;
  for (let run = 0; run < runs; run += 1) {
    const window = { start: T0 + (run - 1) * DAY, end: T0 + run * DAY };
    state = judgeDrift(model, state, { report, window }, T0).after;
  }
  return driftReasons(report, state).map(({ trigger }) => trigger);
}

test('data that is as it was asks for nothing', () => {
  expect(triggers({ age: 0, probability: 0 })).toEqual([]);
});

test('predictions whose mean has shifted by more than three standard deviations do', () => {
  // Two hundred values over a hundred have a standard deviation of 28.9.
  expect(triggers({ age: 0, probability: 0.86 })).toEqual([]);
  expect(triggers({ age: 0, probability: 0.88 })).toEqual(['prediction-shift']);
});

test('features do as a whole once the alert of that fires: not before it is sustained', () => {
  const moved = { age: 0.25, income: 0.2 };
  expect(triggers(moved)).toContain('feature-drift');
  expect(triggers(moved, { sustained: 2 })).not.toContain('feature-drift');
  expect(triggers(moved, { sustained: 2, runs: 2 })).toContain('feature-drift');
  expect(triggers({ age: 0.15, income: 0.2 })).not.toContain('feature-drift');
});

test('a feature that has drifted far does by itself, and is named', () => {
  const report = reportOf({ age: 0.6, income: 0, debt: 0, plan: 0 }, T0);
  expect(driftReasons(report, undefined)).toEqual([
    { trigger: 'drifted-features', text: 'Features have drifted far: age.' },
  ]);
});

test('of labels the shortest window that is severely worse does, and no other', () => {
  const figures = { f1: 0.6, precision: 0.6, recall: 0.6 };
  const windowOf = (days: number, f1Drop: number) => ({
    days,
    predictions: 500,
    labelled: 400,
    figures,
    change: { f1Drop, degree: degreeOf(f1Drop) },
  });
  const reasons = (...windows: readonly ReturnType<typeof windowOf>[]) =>
    degradationReasons({
      model: 'churn',
      version: '7',
      at: T0,
      end: 1,
      windows,
      trend: [],
      recommendations: [],
      remarks: [],
    });
  expect(reasons(windowOf(7, 10), windowOf(30, 4))).toEqual([]);
  expect(reasons(windowOf(7, 8), windowOf(30, 14.2), windowOf(90, 20))).toEqual([
    {
      trigger: 'degradation',
      text: 'Over 30 days its F1 is 0.600, 14.2 % below its baseline.',
    },
  ]);
});
