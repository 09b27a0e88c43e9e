import { describe, expect, test } from 'vitest';
import type { Column } from '../../../src/drift/data/column.ts';
import { compareTables } from '../../../src/drift/report/compare.ts';
import { reportCsv } from '../../../src/drift/report/csv.ts';
import { reportJson } from '../../../src/drift/report/json.ts';
import type { DriftReport } from '../../../src/drift/report/report.ts';
import { DEFAULT_RULES, type DriftRules } from '../../../src/drift/report/rules.ts';
import { reportText } from '../../../src/drift/report/text.ts';
import { evenly, numbers, tableOf, words } from './columns.ts';

type Columns = Readonly<Record<string, Column>>;

const BASE = numbers(evenly(0, 1));
const REFERENCE: Columns = {
  rsi: BASE,
  age: BASE,
  plan: words({ basic: 500, pro: 500 }),
  gone: BASE,
  prediction: numbers([1, 2, 3]),
};
const CURRENT: Columns = {
  rsi: numbers(evenly(0.505, 1.505)),
  age: numbers([...evenly(0, 1), Infinity]),
  plan: words({ basic: 650, pro: 350 }),
  prediction: numbers([4.5, 5.5, 6.5]),
};

function report(
  reference: Columns = REFERENCE,
  current: Columns = CURRENT,
  rules: Partial<DriftRules> = {},
): DriftReport {
  return compareTables(
    { reference: tableOf(reference), current: tableOf(current, ['Line 7 is left out.']) },
    {
      model: 'churn',
      prediction: 'prediction',
      rules: { ...DEFAULT_RULES, ...rules },
      at: Date.UTC(2026, 10, 21, 16, 30),
    },
  );
}

const json = (report: DriftReport): unknown => JSON.parse(JSON.stringify(reportJson(report)));

describe('the JSON of a report', () => {
  test('has the documented keys', () => {
    expect(json(report())).toMatchObject({
      model: 'churn',
      date: '2026-11-21T16:30:00.000Z',
      tested: 3,
      drifted: 2,
      share: 2 / 3,
      severity: 'critical',
      features: [
        {
          feature: 'rsi',
          kind: 'numeric',
          ks: { statistic: 0.51, pvalue: expect.closeTo(3.3e-12, 13) },
          psi: expect.any(Number),
          severity: 'high',
          drift: true,
          action: 'retrain',
        },
        {
          feature: 'plan',
          kind: 'categorical',
          chi2: { statistic: expect.closeTo(45.42, 2), pvalue: expect.any(Number), dof: 1 },
          severity: 'high',
          drift: true,
        },
        { feature: 'age', kind: 'numeric', drift: false, action: 'none' },
        {
          feature: 'gone',
          kind: 'untested',
          drift: false,
          action: 'none',
          why: 'The current data has no such column.',
        },
      ],
      prediction: {
        ks: { statistic: 1, pvalue: expect.closeTo(0.1, 12) },
        mean_shift: 3.5,
        variance_change: 0,
        drift: true,
      },
      rows: { reference: 1000, current: 1000 },
      remarks: ['In the current data: Line 7 is left out.'],
    });
  });

  test('says distances as it says all else', () => {
    expect(json(report({ a: BASE }, { a: BASE }, { distances: true }))).toMatchObject({
      features: [{ distances: { wasserstein: 0, jensen_shannon: 0 } }],
    });
  });

  test('holds null for a figure that there is none of', () => {
    const constant = { prediction: numbers([1, 1]) };
    expect(json(report(constant, { prediction: numbers([2]) }))).toMatchObject({
      prediction: { mean_shift: null, variance_change: null },
    });
  });
});

describe('the text of a report', () => {
  test('is a table that people can read', () => {
    expect(reportText(report()).split('\n')).toEqual([
      'Drift of churn: critical',
      '2 of 3 features drifted (66.7 %)',
      'Reference 1,000 rows, current 1,000 rows, 2026-11-21 16:30 UTC',
      '',
      'The predictions have drifted: KS 1.000, p = 0.100; the mean has shifted by 3.5 standard deviations; their spread has changed by 0 %. Train the model again.',
      '',
      '       FEATURE     KS  CHI²        P    PSI  SEVERITY  ACTION   THEN → NOW',
      'drift  rsi      0.510        < 0.001  4.374  high      retrain  █▇▇▇▇▇▇▇▇▇▁▁▁▁▁ → ▁▁▁▁▁▇▇▇▇▇▇▇▇▇█',
      'drift  plan            45.4  < 0.001         high      retrain  basic 50 % → 65 %',
      expect.stringMatching(/^ok {5}age {6}0\.000 {10}1\.000 {2}0\.000 {2}low {7}none {5}█▆▇/u),
      '',
      'Not tested',
      '  gone: The current data has no such column.',
      '',
      'Remarks',
      '  In the current data: Line 7 is left out.',
      '  age: Infinite values are left out: 1 in the current data.',
    ]);
  });

  test('keeps to its lines, whatever a column is called', () => {
    const name = `x\n\u001B[31m${'y'.repeat(60)}`;
    const lines = reportText(report({ [name]: BASE }, { [name]: BASE })).split('\n');
    expect(lines[5]).toMatch(/^ok {2}x {2}\[31my+… {2}0\.000/u);
  });
});

describe('the CSV of a report', () => {
  const rows = (text: string) => text.trimEnd().split('\r\n');

  test('is a row a feature, and one for the prediction', () => {
    const [header, rsi, plan, , gone, prediction] = rows(
      reportCsv(report(REFERENCE, CURRENT, { correction: 'benjamini-hochberg', distances: true })),
    );
    expect(header).toBe(
      'feature,kind,statistic,pvalue,adjusted_pvalue,dof,psi,severity,drift,action,mean_shift,variance_change,wasserstein,jensen_shannon,remark',
    );
    expect(rsi).toMatch(
      /^rsi,numeric,0\.51,[\d.e-]+,[\d.e-]+,,[\d.]+,high,true,retrain,,,0\.[\d]+,0\.[\d]+,$/u,
    );
    expect(plan).toMatch(
      /^plan,categorical,45\.[\d]+,[\d.e-]+,[\d.e-]+,1,,high,true,retrain,,,,0\.[\d]+,$/u,
    );
    expect(gone).toBe('gone,untested,,,,,,,false,,,,,,The current data has no such column.');
    expect(prediction).toMatch(/^prediction,prediction,1,0\.[\d]+,,,,,true,retrain,3\.5,0,,,$/u);
  });

  test('holds nothing that moves the cursor of a terminal', () => {
    const name = '\u001b[2Jage\u202e';
    const [, row] = rows(reportCsv(report({ [name]: BASE }, { [name]: BASE })));
    expect(row).toMatch(/^ \[2Jage,numeric/u);
  });

  test('holds no formula that a spreadsheet would run', () => {
    const name = '=HYPERLINK("http://evil")';
    expect(rows(reportCsv(report({ [name]: BASE }, { [name]: BASE })))[1]).toMatch(
      /^"'=HYPERLINK\(""http:\/\/evil""\)",numeric/u,
    );
  });
});
