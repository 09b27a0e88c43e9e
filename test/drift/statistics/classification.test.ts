import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { score } from '../../../src/drift/statistics/classification.ts';
import { expectNear, scipy } from './scipy.ts';

function of(actual: readonly number[], probability: readonly number[], threshold = 0.5) {
  return score(Uint8Array.from(actual), Float64Array.from(probability), threshold);
}

test('scikit-learn says the same', () => {
  for (const { actual, probability, threshold, expected } of scipy.classify) {
    const ours = of(actual, probability, threshold);
    const [precision, recall, f1, auc] = expected;
    expectNear(ours.precision, precision, 'precision');
    expectNear(ours.recall, recall, 'recall');
    expectNear(ours.f1, f1, 'f1');
    expectNear(ours.rocAuc, auc, 'roc auc');
  }
});

test('the area is the share of pairs in the right order, ties counting half', () => {
  const rows = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 9 })), {
    minLength: 2,
  });
  fc.assert(
    fc.property(rows, (drawn) => {
      const all = [...drawn, [1, 4] as const, [0, 5] as const];
      const of1 = all.filter(([label]) => label === 1).map(([, one]) => one);
      const of0 = all.filter(([label]) => label === 0).map(([, one]) => one);
      const pairs = of1.flatMap((one) =>
        of0.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)),
      );
      const share = pairs.reduce((sum: number, one) => sum + one, 0) / pairs.length;
      const ours = of(
        all.map(([label]) => label),
        all.map(([, one]) => one / 10),
      );
      expect(ours.rocAuc).toBeCloseTo(share, 12);
    }),
  );
});

test('a probability at the threshold is a prediction', () => {
  expect(of([1, 0], [0.5, 0.4])).toEqual({
    precision: 1,
    recall: 1,
    f1: 1,
    rocAuc: 1,
    positives: 1,
    count: 2,
  });
});

test('where nothing is predicted, or nothing is there, the shares are 0', () => {
  expect(of([1, 0], [0.1, 0.2])).toMatchObject({ precision: 0, recall: 0, f1: 0 });
  expect(of([0, 0], [0.9, 0.2])).toMatchObject({ precision: 0, recall: 0, f1: 0, rocAuc: null });
  expect(of([], [])).toMatchObject({ precision: 0, recall: 0, f1: 0, rocAuc: null, count: 0 });
});

test('labels without probabilities are refused', () => {
  expect(() => of([1, 0], [0.1])).toThrow('a probability for each label');
  expect(() => of([1, 0], [0.1, Number.NaN])).toThrow('only finite numbers');
});
