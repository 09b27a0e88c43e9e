import { expect, test } from 'vitest';
import { runOf } from '../../../../src/drift/quality/runs/figures.ts';
import { publishedQuality } from '../../../../src/drift/quality/runs/published.ts';
import { T0 } from '../../runs/worlds.ts';
import { reportOf, type Data } from './worlds.ts';

const figuresOf = (data: Data) =>
  publishedQuality(runOf(reportOf(data, T0), { start: 0, end: T0 })).map(
    ({ name, value }) => `${name} ${value}`,
  );

test('figures have the names of their columns, of several rules the worst', () => {
  expect(figuresOf({ missing: 0.25, low: 0.1, high: 0.5, hours: 2 })).toEqual([
    'Rows 1000',
    'Completeness_email 0.75',
    'Completeness_price 1',
    'Completeness_at 1',
    'Invalid_price 0.5',
    'Age_at 7200',
  ]);
});

test('of no rows there is nothing but that there are none', () => {
  expect(figuresOf({ rows: 0 })).toEqual(['Rows 0']);
});
