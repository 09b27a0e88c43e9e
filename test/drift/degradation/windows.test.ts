import { expect, test } from 'vitest';
import { OutcomesBuilder } from '../../../src/drift/degradation/outcomes.ts';
import { trendOf } from '../../../src/drift/degradation/trend.ts';
import { windowReport } from '../../../src/drift/degradation/windows.ts';
import { sklearn, sklearnOutcomes } from './sklearn.ts';

const MEASURING = { threshold: 0.5, confidence: 'column', ctr: false } as const;

/** So many labelled predictions of a day. */
function labelled(count: number, own: { seconds?: number; loadSeconds?: number } = {}) {
  const builder = new OutcomesBuilder();
  for (let index = 0; index < count; index += 1) {
    const entity = String(index);
    builder.add({ entity, day: 3, at: 0, version: '7', probability: 0.9, actual: 1, ...own });
  }
  return builder;
}

test('scikit-learn says the same of every window, whatever the threshold', () => {
  const outcomes = sklearnOutcomes();
  expect(sklearn.windows).toHaveLength(6);
  for (const { threshold, days, column, winning, ...expected } of sklearn.windows) {
    for (const [confidence, [mean, low]] of [
      ['column', column],
      ['winning', winning],
    ] as const) {
      const measuring = { threshold, confidence, ctr: true };
      const ours = windowReport(outcomes, { end: sklearn.end, days }, measuring);
      expect(ours).toMatchObject({
        predictions: expected.predictions,
        labelled: expected.labelled,
      });
      for (const name of ['f1', 'precision', 'recall', 'rocAuc', 'ctr'] as const) {
        expect(ours.figures?.[name], `${name} of ${days}`).toBeCloseTo(expected[name], 12);
      }
      expect(ours.confidence?.mean).toBeCloseTo(mean, 10);
      expect(ours.confidence?.low).toBeCloseTo(low, 12);
    }
  }
});

test('a day of the trend has the figures of the days up to it', () => {
  const points = trendOf(sklearnOutcomes(), 0.5, { end: sklearn.end, over: 7, back: 90 });
  expect(points.length).toBeGreaterThan(30);
  for (const expected of sklearn.trend) {
    const ours = points.find(({ day }) => day === expected.day);
    for (const name of ['f1', 'precision', 'recall'] as const) {
      expect(ours?.[name], `${name} of day ${expected.day}`).toBeCloseTo(expected[name], 12);
    }
  }
});

test('with 99 labels there is no figure, with 100 there is', () => {
  const window = { end: 4, days: 7 };
  expect(windowReport(labelled(99).taken(), window, MEASURING)).toMatchObject({ labelled: 99 });
  expect(windowReport(labelled(99).taken(), window, MEASURING).figures).toBeUndefined();
  expect(windowReport(labelled(100).taken(), window, MEASURING).figures?.f1).toBe(1);
  expect(trendOf(labelled(99).taken(), 0.5, { end: 4, over: 7, back: 90 })).toEqual([]);
});

test('days before the window, and the day it ends before, do not count', () => {
  const outcomes = labelled(120).taken();
  expect(windowReport(outcomes, { end: 3, days: 7 }, MEASURING).predictions).toBe(0);
  expect(windowReport(outcomes, { end: 4, days: 1 }, MEASURING).predictions).toBe(120);
  expect(windowReport(outcomes, { end: 5, days: 1 }, MEASURING).predictions).toBe(0);
});

test('throughput is of the rows that say how long they took', () => {
  const builder = labelled(10, { seconds: 0.5, loadSeconds: 3 });
  builder.add({ entity: 'else', day: 3, at: 0, version: '7', probability: 0.5 });
  const report = windowReport(builder.taken(), { end: 4, days: 7 }, MEASURING);
  expect(report).toMatchObject({ throughput: 2, loadSeconds: 3 });
  const silent = windowReport(labelled(10).taken(), { end: 4, days: 7 }, MEASURING);
  expect(silent).not.toHaveProperty('throughput');
  expect(silent).not.toHaveProperty('loadSeconds');
});

test('a probability of 0.6 is sure enough, one under it is not', () => {
  const builder = new OutcomesBuilder();
  for (const probability of [0.6, 0.59, 0.3, 0.9]) {
    builder.add({ entity: String(probability), day: 1, at: 0, version: '7', probability });
  }
  const confidence = (of: 'column' | 'winning') =>
    windowReport(builder.taken(), { end: 2, days: 7 }, { ...MEASURING, confidence: of }).confidence;
  expect(confidence('column')?.low).toBe(0.5);
  expect(confidence('column')?.mean).toBeCloseTo(59.75, 12);
  expect(confidence('winning')?.low).toBe(0.25);
  expect(confidence('winning')?.mean).toBeCloseTo(69.75, 12);
});
