import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArrayCells } from '../../../src/drift/data/batch.ts';
import type { Cell } from '../../../src/drift/data/cell.ts';
import type { DataSource } from '../../../src/drift/data/open.ts';
import { scoreFile } from '../../../src/drift/score/score-file.ts';
import { score } from '../../../src/drift/statistics/classification.ts';

const COLUMNS = { actual: 'actual', probability: 'probability' };

/** Rows as a file has them, so many a batch. */
function sourceOf(rows: readonly (readonly [Cell, Cell])[], size = 3): DataSource {
  return {
    name: 'scored.csv',
    async *batches({ wants } = {}) {
      const names = [...Object.keys(COLUMNS), 'other'].filter((name) => wants?.(name));
      for (let firstRow = 0; firstRow < rows.length; firstRow += size) {
        const some = rows.slice(firstRow, firstRow + size);
        const columns = new Map([
          ['actual', new ArrayCells(some.map(([actual]) => actual))],
          ['probability', new ArrayCells(some.map(([, probability]) => probability))],
        ]);
        yield { firstRow, rows: some.length, names, columns };
      }
    },
  };
}

const scored = (...rows: readonly (readonly [Cell, Cell])[]) =>
  scoreFile(sourceOf(rows), COLUMNS, 0.5);

test('a label is 0 or 1, true or false, as each format has them', async () => {
  expect(
    await scored([1, 0.9], [true, 0.8], [1n, 1], [0, 0.1], [false, 0], [0n, 0.2]),
  ).toMatchObject({
    precision: 1,
    recall: 1,
    f1: 1,
    rocAuc: 1,
    positives: 3,
    count: 6,
    remarks: [],
  });
});

describe('a row that can not be used is named:', () => {
  test.each<[Cell, Cell, string]>([
    ['maybe', 0.5, 'has the label "maybe"'],
    ['1', 0.5, 'has the label "1"'],
    [2, 0.5, 'has the label 2'],
    [new Date(0), 0.5, 'has the label 1970-01-01T00:00:00.000Z'],
    [null, 0.5, 'has no label'],
    [1, null, 'has no probability'],
    [1, 1.01, 'has the probability 1.01'],
    [1, -0.01, 'has the probability -0.01'],
    [1, 'high', 'has the probability "high"'],
    [1, '0x0', 'has the probability "0x0"'],
    [1, true, 'has the probability true'],
    [1, Infinity, 'has the probability Infinity'],
  ])('%s, %s', async (actual, probability, words) => {
    await expect(scored([1, 0.5], [0, 0.5], [1, 0.5], [actual, probability])).rejects.toThrow(
      `Row 4 of scored.csv ${words}.`,
    );
  });
});

test('labels of one class have no ROC AUC, and it is said why', async () => {
  expect(await scored([1, 0.9], [1, 0.2])).toMatchObject({
    rocAuc: null,
    remarks: ['All 2 labels are positive: ROC AUC compares both classes, so there is none.'],
  });
  expect(await scored([1, 0.3], [0, 0.2])).toMatchObject({
    f1: 0,
    remarks: ['No positive was found at this threshold: precision, recall and F1 count as 0.'],
  });
});

test('however a file comes in batches, its score is that of its columns', async () => {
  const row = fc.tuple(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
  const rows = fc.array(row, { minLength: 1, maxLength: 3_000 });
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 500 }), async (rows, size) => {
      const expected = score(
        Uint8Array.from(rows, ([actual]) => actual),
        Float64Array.from(rows, ([, probability]) => probability),
        0.5,
      );
      expect(await scoreFile(sourceOf(rows, size), COLUMNS, 0.5)).toMatchObject(expected);
    }),
    { numRuns: 30 },
  );
});
