import { beforeAll, afterAll, expect, test } from 'vitest';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { qualitySchema } from '../../../src/config/schema/quality.ts';
import { openData } from '../../../src/drift/data/open.ts';
import { gather } from '../../../src/drift/quality/gather.ts';
import { judge } from '../../../src/drift/quality/judge.ts';
import { qualityJson } from '../../../src/drift/quality/json.ts';
import { qualityText } from '../../../src/drift/quality/text.ts';
import type { QualityCheck } from '../../../src/drift/quality/report.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-quality-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function report(csv: string, rules: object) {
  const file = path.join(folder, 'data.csv');
  await writeFile(file, csv);
  const read = qualitySchema.parse({ volume: { min_rows: '1' }, ...rules });
  return judge(await gather(openData(file), read, { now: NOW }), read, NOW);
}

async function checks<Kind extends QualityCheck['check']>(kind: Kind, csv: string, rules: object) {
  const all = (await report(csv, rules)).checks;
  return all.filter((one): one is Extract<QualityCheck, { check: Kind }> => one.check === kind);
}

/** A column of which so many of 100 rows have no value, beside one that is whole. */
function withMissing(missing: number): string {
  const rows = Array.from({ length: 100 }, (_, row) => `${row < missing ? '' : row},1`);
  return `x,whole\n${rows.join('\n')}\n`;
}

test.each([
  [0, 'ok'],
  [10, 'ok'],
  [11, 'medium'],
  [30, 'medium'],
  [31, 'high'],
  [100, 'high'],
])('%d %% missing is %s', async (missing, severity) => {
  const [worst] = await checks('completeness', withMissing(missing), {});
  expect(worst).toMatchObject({ column: 'x', severity, missing, share: missing / 100 });
});

test('a column may have limits of its own, and one that is not there is missing altogether', async () => {
  const columns = { x: { high: '60%' }, wohle: {} };
  const found = await checks('completeness', withMissing(50), { completeness: { columns } });
  expect(found.map(({ column, severity }) => [column, severity])).toEqual([
    ['wohle', 'high'],
    ['x', 'medium'],
    ['whole', 'ok'],
  ]);
  expect(found[0]?.text).toContain('did you mean "whole"?');
});

test.each([
  ['1 0 -1', { min: '0', exclusive: 'true' }, 2, { value: '0', row: 2 }],
  ['1 0 -1', { min: '0' }, 1, { value: '-1', row: 3 }],
  ['1 5 6', { min: '1', max: '5' }, 1, { value: '6', row: 3 }],
  ['1 word inf', { max: '5' }, 2, { value: 'word', row: 2 }],
  ['de fr uk NA', { one_of: ['de', 'fr'] }, 1, { value: 'uk', row: 3 }],
  ['1 2 3.0', { one_of: ['1', '3'] }, 1, { value: '2', row: 2 }],
  ['DE dE DEU', { pattern: '[A-Z]{2}' }, 2, { value: 'dE', row: 2 }],
  ['a b a b a', { unique: 'true' }, 3, { value: 'a', row: 3 }],
])('of %s by %o are %d invalid', async (values, rule, invalid, first) => {
  const csv = `x,y\n${values.split(' ').join(',0\n')},0\n`;
  const [found] = await checks('validity', csv, { validity: [{ column: 'x', ...rule }] });
  expect(found).toMatchObject({ severity: 'high', invalid, first });
});

test('missing values are no matter of validity, and some invalid ones may be allowed', async () => {
  const csv = 'x,y\n1,0\n,0\n9,0\n2,0\n3,0\n';
  const rule = { column: 'x', max: '5', severity: 'critical' };
  const [strict] = await checks('validity', csv, { validity: [rule] });
  expect(strict).toMatchObject({ severity: 'critical', checked: 4, invalid: 1 });
  const [lenient] = await checks('validity', csv, { validity: [{ ...rule, allow: '25%' }] });
  expect(lenient).toMatchObject({ severity: 'ok', checked: 4, invalid: 1 });
});

const HOUR = 3_600_000;

test.each([
  [6 * HOUR, 'ok'],
  [6 * HOUR + 1000, 'warning'],
  [24 * HOUR, 'warning'],
  [24 * HOUR + 1000, 'critical'],
])('a newest value of %d ms ago is %s', async (age, severity) => {
  const times = [NOW - age, NOW - age - 99 * HOUR].map((time) => new Date(time).toISOString());
  const rules = { freshness: { column: 'at' } };
  expect(await checks('freshness', `at,x\n${times.join(',1\n')},1\n`, rules)).toMatchObject([
    { severity, age, newest: NOW - age },
  ]);
});

test.each([
  ['2026-01-31 11:00:00', HOUR],
  ['2026-01-31T12:30:00+01:30', HOUR],
  ['2026-01-31T13:30:00+0230', HOUR],
  ['2026-01-31 11:00:00 UTC', HOUR],
  ['2026-01-31', 12 * HOUR],
  [String((NOW - HOUR) / 1000), HOUR],
  [String(NOW - HOUR), HOUR],
  [String((NOW - HOUR) * 1000), HOUR],
])('%s is a time', async (written, age) => {
  const rules = { freshness: { column: 'at' } };
  expect(await checks('freshness', `at,x\n${written},1\n`, rules)).toMatchObject([{ age }]);
});

test('times far in the future hide nothing, and what tells no time is counted', async () => {
  const csv = 'at,x\n2099-01-01,1\nyesterday,1\n2026-01-30,1\n';
  const [found] = await checks('freshness', csv, { freshness: { column: 'at' } });
  expect(found).toMatchObject({ severity: 'critical', age: 36 * HOUR });
  expect(found?.text).toContain('1 time in the future not counted; 1 value');
});

test('too few rows, and none at all, are a high volume check', async () => {
  const few = await report('x,y\n1,2\n', { volume: {} });
  expect(few.checks[0]).toMatchObject({ check: 'volume', severity: 'high', minRows: 1000 });
  const none = await report('x,y\n', {});
  expect(none).toMatchObject({ rows: 0, severity: 'high' });
});

test('the worst comes first, in words and for programs', async () => {
  const rules = {
    volume: { min_rows: '3' },
    freshness: { column: 'at' },
    validity: [{ column: 'price', min: '0', exclusive: 'true' }],
  };
  const all = await report('price,at\n0,2026-01-29\n,2026-01-29\n', rules);
  expect(qualityText(all)).toBe(`Quality of ${folder}/data.csv: critical, 4 of 5 checks failed
2 rows, 2026-01-31 12:00 UTC

CRITICAL  freshness     at     the newest is 2 d 12 h old, at most 1 d wanted
HIGH      volume               2 rows, at least 3 wanted
HIGH      validity      price  > 0: 1 value invalid (100 %), the first "0" in row 1
HIGH      completeness  price  50 % missing (1), at most 30 % wanted

1 check ok.`);
  expect(qualityJson(all)).toMatchObject({
    date: '2026-01-31T12:00:00.000Z',
    rows: 2,
    severity: 'critical',
    failed: 4,
    checks: [
      { check: 'freshness', newest: '2026-01-29T00:00:00.000Z', age_seconds: 216_000 },
      { check: 'volume', min_rows: 3 },
      { check: 'validity', rule: '> 0', checked: 1, invalid: 1 },
      { check: 'completeness', missing: 1, share: 0.5 },
      { check: 'completeness', column: 'at', severity: 'ok' },
    ],
  });
});
