import { describe, expect, test } from 'vitest';
import type { Column } from '../../../src/drift/data/column.ts';
import { compareTables } from '../../../src/drift/report/compare.ts';
import { judgeNumbers } from '../../../src/drift/report/judge.ts';
import { DEFAULT_RULES, type DriftRules } from '../../../src/drift/report/rules.ts';
import { evenly, numbers, tableOf, words } from './columns.ts';

type Columns = Readonly<Record<string, Column>>;

function compare(reference: Columns, current: Columns, rules: Partial<DriftRules> = {}) {
  return compareTables(
    { reference: tableOf(reference), current: tableOf(current) },
    { model: 'churn', prediction: 'prediction', rules: { ...DEFAULT_RULES, ...rules }, at: 0 },
  );
}

/** The row of a feature that is all there is. */
function rowOf(reference: Column, current: Column, rules: Partial<DriftRules> = {}) {
  const [row] = compare({ x: reference }, { x: current }, rules).features;
  if (row === undefined) throw new Error('no row');
  return row;
}

const BASE = numbers(evenly(0, 1));
/** The hundred values, of which so many, from all over, have gone beyond all others: KS is their share. */
function beyond(count: number): Column {
  const isGone = (index: number) =>
    Math.floor((index * count) / 100) < Math.floor(((index + 1) * count) / 100);
  return numbers(evenly(0, 1).map((value, index) => (isGone(index) ? 2 + value : value)));
}

describe('a numerical feature', () => {
  test.each([
    [0, 'low', 'ok', false, 'none'],
    [9, 'low', 'ok', false, 'none'],
    [15, 'medium', 'moderate', false, 'watch'],
    [29, 'medium', 'drift', true, 'retrain'],
    [31, 'high', 'drift', true, 'retrain'],
  ])('with %i %% of its values gone elsewhere', (share, severity, stability, drift, action) => {
    const row = rowOf(BASE, beyond(share));
    expect(row).toMatchObject({ kind: 'numeric', severity, stability, drift, action });
    expect(row).toHaveProperty('ks.statistic', expect.closeTo(share / 100, 12));
  });

  test('at KS 0.3 is severe, and has not drifted by that', () => {
    const measured = {
      kind: 'numeric' as const,
      feature: 'x',
      count: 10,
      psi: 0.2,
      distribution: { edges: [0, 1], reference: [10], current: [10] },
      remarks: [],
    };
    const judged = (statistic: number) =>
      judgeNumbers({ ...measured, ks: { statistic, pvalue: 1 } }, DEFAULT_RULES);
    expect(judged(0.3)).toMatchObject({ severity: 'high', drift: false, action: 'watch' });
    expect(judged(0.301)).toMatchObject({ severity: 'high', drift: true, action: 'retrain' });
  });

  test('drifts by its p-value where the rule says so, and is only watched when it is not far', () => {
    const [before, now] = [numbers(evenly(0, 1, 2_000)), numbers(evenly(0.05, 1.05, 2_000))];
    expect(rowOf(before, now)).toMatchObject({ severity: 'low', drift: false });
    for (const rule of ['pvalue', 'either'] as const) {
      expect(rowOf(before, now, { rule })).toMatchObject({ drift: true, action: 'watch' });
    }
    expect(rowOf(before, now, { rule: 'pvalue', pvalue: 0.001 })).toMatchObject({ drift: false });
    expect(rowOf(BASE, beyond(31), { rule: 'pvalue', pvalue: 1e-9 })).toMatchObject({
      drift: false,
    });
    expect(rowOf(BASE, beyond(31), { rule: 'either', pvalue: 1e-9 })).toMatchObject({
      drift: true,
    });
  });

  test('says so where p is small only because the samples are large', () => {
    const [before, now] = [numbers(evenly(0, 1, 20_000)), numbers(evenly(0.03, 1.03, 20_000))];
    expect(rowOf(before, now)).toHaveProperty(
      'remark',
      'With so many rows p is small for differences that mean nothing: go by KS and PSI.',
    );
  });

  test('has its distances where they are asked for', () => {
    const row = rowOf(BASE, numbers(evenly(0.25, 1.25)), { distances: true });
    expect(row).toMatchObject({
      distances: { wasserstein: expect.closeTo(0.25, 9), jensenShannon: expect.closeTo(0.37, 1) },
    });
    expect(rowOf(BASE, BASE)).not.toHaveProperty('distances');
  });
});

describe('a categorical feature', () => {
  test('drifts by its p-value, and is severe then', () => {
    const row = rowOf(words({ a: 500, b: 500 }), words({ a: 650, b: 350 }));
    expect(row).toMatchObject({
      kind: 'categorical',
      chi2: { dof: 1 },
      difference: expect.closeTo(0.15, 12),
      severity: 'high',
      drift: true,
      action: 'retrain',
    });
    expect(rowOf(words({ a: 500, b: 500 }), words({ a: 510, b: 490 }))).toMatchObject({
      severity: 'low',
      drift: false,
      action: 'none',
    });
  });

  test('of many rows is only watched when its shares have hardly changed', () => {
    const row = rowOf(words({ a: 50_000, b: 50_000 }), words({ a: 51_000, b: 49_000 }));
    expect(row).toMatchObject({
      drift: true,
      action: 'watch',
      remark: 'With so many rows p is small for differences that mean nothing: go by the shares.',
    });
  });

  test('of which nothing is left has drifted, and says so', () => {
    expect(rowOf(words({ a: 90, b: 60 }), words({ c: 100 }))).toMatchObject({
      drift: true,
      difference: 1,
      remark: 'No category is on both sides: "a", "b" became "c".',
    });
  });

  test('of which nothing is left names some, however rare each is', () => {
    const each = (letter: string): Record<string, number> =>
      Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`${letter}${index}`, 3]));
    expect(rowOf(words(each('a')), words(each('b')))).toMatchObject({
      drift: true,
      remark:
        'No category is on both sides: "a0", "a1", "a2", 147 more became "b0", "b1", "b2", 147 more.',
    });
  });

  test('names categories that came and went, unless they are rare', () => {
    expect(rowOf(words({ a: 500, gone: 30, rare: 1 }), words({ a: 500, come: 30 }))).toMatchObject({
      remark: 'New: "come". Gone: "gone".',
    });
  });

  test('of one category has not changed', () => {
    expect(rowOf(words({ a: 5 }), words({ a: 9 }))).toMatchObject({
      chi2: { statistic: 0, pvalue: 1, dof: 0 },
      drift: false,
    });
  });
});

describe('what can not be tested is a row that says why:', () => {
  test.each<[string, Column | undefined, Column | undefined, string]>([
    ['gone', BASE, undefined, 'The current data has no such column.'],
    ['new', undefined, BASE, 'The reference has no such column.'],
    [
      'all null',
      BASE,
      numbers([Number.NaN, Number.NaN]),
      'It has no value in the current data: all of its rows are empty.',
    ],
    ['no rows', numbers([]), BASE, 'The reference has no rows.'],
    ['infinite', numbers([Infinity, -Infinity]), BASE, 'It has no finite value in the reference.'],
    [
      'no words',
      words({}, 4),
      words({ a: 1 }),
      'It has no value in the reference: all of its rows are empty.',
    ],
    [
      'unusable',
      BASE,
      { kind: 'unusable', rows: 2, missing: 0, why: 'Words among numbers.' },
      'In the current data: Words among numbers.',
    ],
    [
      'an id',
      words(Object.fromEntries(Array.from({ length: 120 }, (_, row) => [`a${row}`, 1]))),
      words(Object.fromEntries(Array.from({ length: 120 }, (_, row) => [`b${row}`, 1]))),
      'Most of its rows have a value that no other has: it is an id or a time, and no category; leave it out.',
    ],
    [
      'numbers became words',
      BASE,
      words({ a: 1 }),
      'It has numbers in the reference and words in the current data; name it categorical where the numbers are names.',
    ],
    [
      'words became numbers',
      words({ a: 1 }),
      BASE,
      'It has numbers in the current data and words in the reference; name it categorical where the numbers are names.',
    ],
  ])('%s', (_, reference, current, why) => {
    const side = (column: Column | undefined): Columns => ({
      fine: BASE,
      ...(column !== undefined && { odd: column }),
    });
    const report = compare(side(reference), side(current));
    expect(report).toMatchObject({ tested: 1, drifted: 0 });
    expect(report.features).toEqual([
      expect.objectContaining({ feature: 'fine', drift: false }),
      { kind: 'untested', feature: 'odd', why },
    ]);
  });
});

describe('what people should know of the values is remarked:', () => {
  test.each([
    ['constant', numbers([3, 3]), numbers([3, 3, 3]), 'It is 3 throughout on both sides.'],
    ['once constant', numbers([3, 3]), numbers([3, 4]), 'It is 3 throughout in the reference.'],
    [
      'one row',
      BASE,
      numbers([0.5]),
      'It has a single value in the current data, which says nothing of the others.',
    ],
    [
      'infinities',
      numbers([...evenly(0, 1), Infinity, -Infinity]),
      BASE,
      'Infinite values are left out: 2 in the reference.',
    ],
    [
      'samples',
      numbers(evenly(0, 1), { rows: 5_000, isSample: true }),
      BASE,
      'A uniform sample was tested: 100 of 5,000 values in the reference.',
    ],
    [
      'missing',
      BASE,
      numbers([...evenly(0, 1, 50), ...evenly(0, 1, 50).map(() => Number.NaN)]),
      'Missing: 0 % in the reference, 50 % in the current data.',
    ],
  ])('%s', (_, reference, current, remark) => {
    expect(rowOf(reference, current)).toMatchObject({ kind: 'numeric', remark });
  });

  test('equal constants have not drifted', () => {
    const row = rowOf(numbers([3, 3]), numbers([3, 3, 3]));
    expect(row).toMatchObject({ ks: { statistic: 0, pvalue: 1 }, psi: 0, drift: false });
  });
});

describe('the report', () => {
  const named = (drifted: number, of: number): Columns =>
    Object.fromEntries(
      Array.from({ length: of }, (_, index) => [`f${index}`, index < drifted ? beyond(50) : BASE]),
    );

  test.each([
    [0, 25, 'low'],
    [3, 25, 'moderate'],
    [1, 10, 'moderate'],
    [1, 4, 'high'],
    [1, 2, 'critical'],
    [2, 25, 'low'],
  ])('with %i of %i drifted', (drifted, of, severity) => {
    expect(compare(named(0, of), named(drifted, of))).toMatchObject({
      tested: of,
      drifted,
      share: drifted / of,
      severity,
    });
  });

  test('begins with what drifted most and ends with what was not tested', () => {
    const report = compare(
      {
        still: BASE,
        a: BASE,
        plan: words({ x: 50, y: 50 }),
        // Far apart, and of too few rows to be sure.
        few: words({ x: 3, y: 1 }),
        b: BASE,
        gone: BASE,
        c: BASE,
      },
      {
        still: BASE,
        a: beyond(20),
        plan: words({ x: 95, y: 5 }),
        few: words({ y: 2 }),
        b: beyond(40),
        c: beyond(60),
      },
    );
    expect(report.features.map(({ feature }) => feature)).toEqual([
      'c',
      'plan',
      'b',
      'few',
      'a',
      'still',
      'gone',
    ]);
  });

  test('of nothing that can be tested says so', () => {
    expect(compare({ a: BASE }, { b: BASE })).toMatchObject({
      tested: 0,
      share: 0,
      severity: 'low',
      remarks: ['No feature could be tested.'],
    });
  });

  test('corrects for how many features there are where that is asked for', () => {
    const rules = { rule: 'pvalue', correction: 'benjamini-hochberg' } as const;
    const [before, now] = [named(0, 20), { ...named(0, 20), f7: beyond(20) }];
    const alone = compare({ f7: BASE }, { f7: beyond(20) }, rules);
    const among = compare(before, now, rules);
    expect(alone).toMatchObject({ drifted: 1, features: [{ feature: 'f7' }] });
    expect(among).toMatchObject({ drifted: 0 });
    expect(among.features[0]).toMatchObject({ feature: 'f7', adjusted: expect.any(Number) });
  });

  test('takes over what was found while reading', () => {
    const tables = {
      reference: tableOf({ a: BASE }, ['Line 3 is left out.']),
      current: tableOf({ a: BASE }),
    };
    const comparison = { model: 'm', prediction: 'p', rules: DEFAULT_RULES, at: 0 };
    expect(compareTables(tables, comparison).remarks).toEqual([
      'In the reference: Line 3 is left out.',
    ]);
  });
});

describe('the predictions', () => {
  const predictions = (reference: Column, current?: Column) =>
    compare(
      { x: BASE, prediction: reference },
      { x: BASE, ...(current !== undefined && { prediction: current }) },
    );

  test('are no feature; they drift by p, and by the shift of their mean', () => {
    const report = predictions(numbers([1, 2, 3]), numbers([4.5, 5.5, 6.5]));
    expect(report.features.map(({ feature }) => feature)).toEqual(['x']);
    expect(report.prediction).toMatchObject({
      ks: { statistic: 1, pvalue: expect.closeTo(0.1, 12) },
      meanShift: 3.5,
      varianceChange: 0,
      drift: true,
      retrain: true,
    });
    expect(predictions(numbers([1, 2, 3]), numbers([3, 4, 5])).prediction).toMatchObject({
      meanShift: 2,
      drift: false,
      retrain: false,
    });
    expect(predictions(BASE, beyond(40)).prediction).toMatchObject({ drift: true, retrain: false });
  });

  test('that do not vary have no shift', () => {
    expect(predictions(numbers([1, 1]), numbers([4, 5])).prediction).toMatchObject({
      meanShift: null,
      varianceChange: null,
      drift: false,
      remark: 'It is 1 throughout in the reference.',
    });
  });

  test('that are words are among the features', () => {
    const report = predictions(words({ yes: 50, no: 50 }), words({ yes: 90, no: 10 }));
    expect(report).not.toHaveProperty('prediction');
    expect(report.features[0]).toMatchObject({ feature: 'prediction', drift: true });
    expect(report.remarks).toEqual([
      'The predictions ("prediction") are words: they are among the features.',
    ]);
  });

  test('that can not be compared are a remark', () => {
    expect(predictions(BASE)).toMatchObject({
      tested: 1,
      remarks: [
        'The predictions ("prediction") were not compared. The current data has no such column.',
      ],
    });
  });
});
