import { expect, test } from 'vitest';
import { assess, type Assessment } from '../../../src/drift/degradation/assess.ts';
import { modelReportJson } from '../../../src/drift/degradation/json.ts';
import { modelReportText } from '../../../src/drift/degradation/text.ts';
import { DAYS_KEPT } from '../../../src/engine/ports/predictions.ts';
import { predictionsOf } from './predictions.ts';

const ASKED: Assessment = {
  model: 'churn',
  version: '7',
  at: Date.parse('2026-10-31T06:00:00Z'),
  end: 100,
  windows: [7, 30],
  threshold: 0.5,
  confidence: 'column',
  ctr: false,
  runbook: 'rollback',
  remarks: [],
};
const BEFORE = { from: 'config', figures: { f1: 0.8, precision: 0.8, recall: 0.8 } } as const;

test('each window is measured by itself, and the worst counts', () => {
  // Of the last week 0.7, of the three before 0.8.
  const outcomes = predictionsOf([
    { from: 70, to: 93, f1: 0.8 },
    { from: 93, to: 100, f1: 0.7 },
  ]);
  const report = assess(outcomes, { ...ASKED, baseline: BEFORE });
  expect(report.windows.map(({ change }) => change?.degree)).toEqual(['severe', 'none']);
  expect(report.windows[0]?.change?.f1Drop).toBe(12.5);
  expect(report).toMatchObject({
    degree: 'severe',
    recommendations: [
      'Roll back to the version before: runbook rollback.',
      'Train it again on the last 90 days.',
      'Review the drift report: /drift churn.',
      'Watch it for 7 days.',
    ],
  });
  expect(report.trend.at(-1)).toMatchObject({ day: 99, f1: 0.7 });
});

test('too few labels are no verdict, and say how many there are', () => {
  const outcomes = predictionsOf([{ from: 93, to: 100, f1: 0.5, aDay: 9 }]);
  const report = assess(outcomes, { ...ASKED, baseline: BEFORE });
  expect(report).not.toHaveProperty('degree');
  expect(report.recommendations).toEqual([]);
  expect(modelReportText(report)).toContain('too few labelled: 63 of 100, no verdict');
  expect(modelReportJson(report)).toMatchObject({ degradation: null });
});

test('without a baseline the first full window becomes it', () => {
  const outcomes = predictionsOf([
    { from: 80, to: 87, f1: 0.9 },
    { from: 87, to: 100, f1: 0.8 },
  ]);
  const report = assess(outcomes, ASKED);
  expect(report.baseline).toMatchObject({ from: 'window', end: 87, figures: { f1: 0.9 } });
  expect(report.windows[0]?.change?.f1Drop).toBeCloseTo(11.111, 3);
});

test('the longest window can be full of what is kept', () => {
  const outcomes = predictionsOf([{ from: 100 - DAYS_KEPT, to: 100, f1: 0.9 }]);
  const report = assess(outcomes, { ...ASKED, windows: [90] });
  expect(report.baseline).toMatchObject({ from: 'window', end: 100 });
  expect(report.trend.map(({ day }) => day)).toEqual([99]);
});

test('while the first window is not full there is no baseline and no verdict', () => {
  const report = assess(predictionsOf([{ from: 95, to: 100, f1: 0.9 }]), ASKED);
  expect(report).not.toHaveProperty('baseline');
  expect(report).not.toHaveProperty('degree');
  expect(report.remarks).toEqual([
    'There is nothing to measure it by yet: its first 7 days with 100 labelled predictions become its baseline.',
  ]);
  expect(modelReportText(report)).toContain('no baseline yet');
});

test('clicks are measured where the labels are clicks', () => {
  const outcomes = predictionsOf([{ from: 70, to: 100, f1: 0.8 }]);
  const figures = { ...BEFORE.figures, ctr: 0.8 };
  const report = assess(outcomes, { ...ASKED, ctr: true, baseline: { from: 'config', figures } });
  expect(report.windows[0]).toMatchObject({ figures: { ctr: 0.5 }, change: { ctrDrop: 37.5 } });
  expect(report.degree).toBe('none');
  expect(report.recommendations).toContain('Train it again on the last 90 days.');
});
