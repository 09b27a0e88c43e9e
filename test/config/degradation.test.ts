import { describe, expect, test } from 'vitest';
import { assessedModels } from '../../src/app/models/assessed-models.ts';
import { loadConfig } from '../../src/config/load.ts';
import { problemLines } from './problem-lines.ts';

function modelOf(own: string) {
  const text = `models: [{ name: churn, version: '7'${own} }]`;
  const { config, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return assessedModels(config)[0];
}

describe('a model', () => {
  test('is measured where it has predictions, of which nothing has to be said', () => {
    expect(modelOf('')).toBeUndefined();
    const { dueAt, ...model } = modelOf(', predictions: {}') ?? {};
    expect(model).toEqual({
      name: 'churn',
      title: 'churn',
      version: '7',
      labels: {},
      threshold: 0.5,
      confidence: 'column',
      ctr: false,
      runbook: 'rollback',
      windows: [7, 30, 90],
    });
    const at = dueAt?.(Date.parse('2026-10-26T05:30:00Z')) ?? 0;
    expect(new Date(at).toISOString()).toBe('2026-10-25T06:00:00.000Z');
  });

  test('takes its data from files, under the names that they have there', () => {
    const model = modelOf(
      `, region: us-east-1, predictions: { from: 's3://b/p/', columns: { entity: user } }, truth: { from: t.csv, columns: { actual: left } }, degradation: { baseline: { from: val.csv }, windows: [90d, 7d], schedule: never, ctr: true, runbook: back-churn, report: { channel: '#ml' } }`,
    );
    const s3 = { region: 'us-east-1', role_arn: undefined };
    expect(model).toMatchObject({
      predictions: { from: 's3://b/p/', s3, columns: { entity: 'user', date: 'date' } },
      truth: { from: 't.csv', columns: { entity: 'entity', actual: 'left' } },
      baseline: { from: 'val.csv', s3 },
      windows: [7, 90],
      ctr: true,
      runbook: 'back-churn',
      channel: '#ml',
    });
    expect(model?.dueAt(Date.now())).toBeUndefined();
  });

  test('is measured by figures of the config, as many as it has', () => {
    const written = 'baseline: { f1: 0.72, precision: 0.7, recall: 0.74, roc_auc: 0.8 }';
    expect(modelOf(`, predictions: {}, degradation: { ${written} }`)?.baseline).toEqual({
      f1: 0.72,
      precision: 0.7,
      recall: 0.74,
      rocAuc: 0.8,
    });
  });
});

test.each([
  [
    'truth: { from: t.csv }',
    'there are no predictions to measure; add predictions: {} if they are posted, or predictions: { from: … }',
  ],
  [
    'degradation: { windows: [7d] }',
    'there are no predictions to measure; add predictions: {} if they are posted, or predictions: { from: … }',
  ],
  ['predictions: {}, degradation: { windows: [8d] }', '"8d" is not one of 7d, 30d, 90d; write 7d'],
  ['predictions: { threshold: 50 }', '"50" is not from 0 to 1; write a share such as 0.72'],
  [
    'predictions: {}, degradation: { baseline: { f1: 0.7, recall: 0.7 } }',
    'has no precision; write { f1: 0.72, precision: 0.7, recall: 0.74 }, or { from: validation.csv }',
  ],
  [
    'predictions: {}, degradation: { baseline: { from: a.csv, f1: 0.7 } }',
    'is in the file, too; take it out',
  ],
  [
    'predictions: {}, degradation: { ctr: true, baseline: { f1: 0.7, precision: 0.7, recall: 0.7 } }',
    'the baseline does not say how much was clicked; add ctr to baseline, a share such as 0.03',
  ],
  [
    "predictions: { from: 's3://b/{hour}/' }",
    'models[0].predictions.from: has an {hour} of no day; write {date} before it',
  ],
])('%s is a mistake', (own, expected) => {
  const text = `models: [{ name: churn, version: '7', ${own} }]`;
  expect(problemLines(text).join('\n')).toContain(expected);
});
