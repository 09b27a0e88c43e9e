import { expect, test } from 'vitest';
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
  return driftReasons(report, state, model.version).map(({ trigger }) => trigger);
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
  expect(driftReasons(report, undefined, '7')).toEqual([
    { trigger: 'drifted-features', text: 'Features have drifted far: age.' },
  ]);
});
