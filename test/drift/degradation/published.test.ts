import { expect, test } from 'vitest';
import { publishedModelFigures } from '../../../src/drift/degradation/published.ts';

test('the figures of each window are put under its name, and none where there is none', () => {
  const report = {
    model: 'churn',
    version: '7',
    at: 0,
    end: 0,
    trend: [],
    recommendations: [],
    remarks: [],
    windows: [
      { days: 7, predictions: 12, labelled: 9, confidence: { mean: 71, low: 0.2 } },
      {
        days: 30,
        predictions: 200,
        labelled: 150,
        figures: { f1: 0.7, precision: 0.6, recall: 0.8, rocAuc: null, ctr: 0.03 },
        change: { f1Drop: 4, degree: 'minor' },
      },
    ],
  } as const;
  expect(publishedModelFigures(report)).toEqual([
    { name: 'Confidence_7d', value: 71 },
    { name: 'F1_30d', value: 0.7 },
    { name: 'Precision_30d', value: 0.6 },
    { name: 'Recall_30d', value: 0.8 },
    { name: 'CTR_30d', value: 0.03 },
    { name: 'F1Drop_30d', value: 4 },
  ]);
});
