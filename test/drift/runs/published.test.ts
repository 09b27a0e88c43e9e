import { expect, test } from 'vitest';
import { runOf } from '../../../src/drift/runs/figures.ts';
import { publishedFigures } from '../../../src/drift/runs/published.ts';
import { reportOf, T0, type Moved } from './worlds.ts';

function published(moved: Moved) {
  const run = runOf(reportOf(moved, T0), { start: T0, end: T0 }, '7');
  return publishedFigures(run).map(({ name, value }) => `${name} ${value}`);
}

test('the figures of a run are those of its tests, their mean, and that of the predictions', () => {
  expect(published({ age: 0.5, income: 0.25, probability: 0.1 })).toEqual([
    'FeatureDrift_age 0.5',
    'FeatureDrift_income 0.25',
    'FeatureDrift 0.375',
    'PredictionDrift 0.1',
  ]);
  expect(published({ age: undefined })).toEqual([]);
});

test('a name has no signs that CloudWatch takes in none, and is that of one feature', () => {
  const names = published({ größe: 0.3, gräße: 0.2, 'a b': 0.1, ['x'.repeat(300)]: 0 })
    .slice(0, -1)
    .map((line) => line.replace(/ [\d.]+$/u, ''));
  expect(names).toEqual([
    'FeatureDrift_gr__e',
    expect.stringMatching(/^FeatureDrift_gr__e_[0-9a-f]{8}$/u),
    'FeatureDrift_a_b',
    `FeatureDrift_${'x'.repeat(242)}`,
  ]);
});
