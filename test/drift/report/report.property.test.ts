import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column } from '../../../src/drift/data/column.ts';
import { compareTables } from '../../../src/drift/report/compare.ts';
import { reportCsv } from '../../../src/drift/report/csv.ts';
import { reportJson } from '../../../src/drift/report/json.ts';
import type { DriftReport, FeatureRow } from '../../../src/drift/report/report.ts';
import { reportText } from '../../../src/drift/report/text.ts';
import { numbers, tableOf, words } from './columns.ts';

/** What may stand in a column: near zero, and at the ends of what a number can be. */
const cell = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double(),
  fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, Infinity, Number.NaN),
);
const name = fc.oneof(fc.constantFrom('a', 'b', 'c', 'prediction'), fc.string());
const column: fc.Arbitrary<Column> = fc.oneof(
  { weight: 3, arbitrary: fc.array(cell, { maxLength: 60 }).map((cells) => numbers(cells)) },
  fc.dictionary(fc.string(), fc.integer({ min: 1, max: 1e6 })).map((counts) => words(counts)),
  fc.record({
    kind: fc.constant('unusable' as const),
    rows: fc.nat(),
    missing: fc.nat(),
    why: fc.string(),
  }),
);
const table = fc.dictionary(name, column, { maxKeys: 8 }).map((columns) => tableOf(columns));
const report = fc
  .record({
    reference: table,
    current: table,
    rules: fc.record({
      rule: fc.constantFrom('effect' as const, 'pvalue' as const, 'either' as const),
      pvalue: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
      correction: fc.constantFrom('none' as const, 'benjamini-hochberg' as const),
      distances: fc.boolean(),
    }),
  })
  .map(({ reference, current, rules }): DriftReport =>
    compareTables({ reference, current }, { model: 'm', prediction: 'prediction', rules, at: 0 }),
  );

test('any two tables give a report whose figures agree with its rows', () => {
  fc.assert(
    fc.property(report, ({ features, tested, drifted, share }) => {
      expect(tested).toBe(features.filter(({ kind }) => kind !== 'untested').length);
      expect(drifted).toBe(features.filter(hasDrifted).length);
      expect(share).toBe(tested === 0 ? 0 : drifted / tested);
      const names = features.map(({ feature }) => feature);
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});

test('what drifted comes first, what was not tested last, and within these what is further apart', () => {
  fc.assert(
    fc.property(report, ({ features }) => {
      const places = features.map(placeOf);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }),
  );
});

function hasDrifted(row: FeatureRow): boolean {
  return row.kind !== 'untested' && row.drift;
}

/** In the order of the report: smaller comes first. */
function placeOf(row: FeatureRow): number {
  if (row.kind === 'untested') return 4;
  const apart = row.kind === 'numeric' ? row.ks.statistic : row.difference;
  return (row.drift ? 0 : 2) + 1 - apart;
}

test('of any two tables the JSON is whole, and has no other null than what is not defined', () => {
  fc.assert(
    fc.property(report, (report) => {
      const text = JSON.stringify(reportJson(report));
      const paths: string[] = [];
      JSON.parse(text, (key, value: unknown) => {
        if (value === null) paths.push(key);
        return value;
      });
      const allowed = ['mean_shift', 'variance_change', 'wasserstein'];
      expect(paths.filter((path) => !allowed.includes(path))).toEqual([]);
    }),
  );
});

test('a distribution holds all values, in bins that ascend', () => {
  fc.assert(
    fc.property(report, ({ features }) => {
      for (const row of features) {
        if (row.kind !== 'numeric') continue;
        const { edges, reference, current } = row.distribution;
        expect(edges.length).toBeGreaterThanOrEqual(2);
        expect(edges.length).toBeLessThanOrEqual(31);
        expect(edges.every((edge, at) => at === 0 || edge > (edges[at - 1] ?? edge))).toBe(true);
        expect(edges.every(Number.isFinite)).toBe(true);
        expect([reference.length, current.length]).toEqual([edges.length - 1, edges.length - 1]);
      }
    }),
  );
});

test('any two tables can be told as text and as CSV, a row a feature', () => {
  fc.assert(
    fc.property(report, (report) => {
      const text = reportText(report);
      expect(text).not.toMatch(/NaN|undefined|Infinity/u);
      expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
      const quotes = reportCsv(report).match(/"/gu)?.length ?? 0;
      expect(quotes % 2).toBe(0);
    }),
  );
});
