import { expect, test } from 'vitest';
import { assess, type Assessment } from '../../../src/drift/degradation/assess.ts';
import { createAssessor } from '../../../src/drift/degradation/assessor.ts';
import { predictionsOf } from './predictions.ts';

const ASSESSMENT: Assessment = {
  model: 'churn',
  version: '7',
  at: 0,
  end: 8,
  windows: [7],
  threshold: 0.5,
  confidence: 'column',
  ctr: false,
  runbook: 'rollback',
  remarks: [],
};

const outcomes = () => predictionsOf([{ from: 1, to: 8, f1: 0.9 }]);

test('a model is measured beside the main thread, which hands over what it has instead of copying it', async () => {
  const assessor = createAssessor();
  const given = outcomes();
  const report = await assessor.assess(given, ASSESSMENT, new AbortController().signal);
  await assessor.close();
  expect(report).toEqual(assess(outcomes(), ASSESSMENT));
  expect(Object.values(given).map(({ length }) => length)).toEqual([0, 0, 0, 0, 0]);
});
