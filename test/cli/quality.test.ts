import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tocsin } from './support/tocsin.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-quality-'));
  const files = {
    'data.csv': 'price,country\n1,de\n0,fr\n',
    'good.json': '{"volume": {"min_rows": 2}, "validity": [{"column": "price", "min": 0}]}',
    'rules.yaml':
      'volume: { min_rows: 2 }\nvalidity: [ { column: price, min: 0, exclusive: true } ]\n',
    'wrong.yaml':
      'volume: { min_rows: many }\nfreshness: { warning: 6 }\nvalidty: []\nvalidity: [ { column: x }, { column: y, pattern: "(" } ]\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (data: string, rules: string, ...more: readonly string[]) =>
  tocsin(['quality', 'check', '--data', data, '--rules', rules, ...more], { cwd: folder });

test('tocsin quality check exits with 0 when all is as it should be, and with 1 when it is not', async () => {
  const good = await run('data.csv', 'good.json');
  expect(good).toMatchObject({ status: 0, stderr: '' });
  expect(good.stdout).toContain('Quality of data.csv: ok\n2 rows, ');
  const bad = await run('data.csv', 'rules.yaml');
  expect(bad.status).toBe(1);
  expect(bad.stdout).toContain(
    'HIGH  validity  price  > 0: 1 value invalid (50 %), the first "0" in row 2\n',
  );
});

test('tocsin quality check --fail-on bears what is less severe, and --json is one document', async () => {
  const { status, stdout } = await run('data.csv', 'rules.yaml', '--fail-on', 'critical', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ data: 'data.csv', severity: 'high', failed: 1 });
});

test('tocsin quality check --csv prints a row a check, the worst first', async () => {
  const { stdout } = await run('data.csv', 'rules.yaml', '--csv');
  expect(stdout.split('\r\n').slice(0, 2)).toEqual([
    'check,column,rule,severity,rows,missing,share,checked,invalid,newest,age_seconds,text',
    'validity,price,> 0,high,,,,2,1,,,"1 value invalid (50 %), the first ""0"" in row 2"',
  ]);
});

test('all mistakes in the rules are told at once, each with its place and what to write', async () => {
  const { status, stderr } = await run('data.csv', 'wrong.yaml');
  expect(status).toBe(1);
  expect(stderr.trimEnd().split('\n')).toEqual([
    'wrong.yaml:1:21: volume.min_rows: "many" is not a whole number of at least 1; write a number such as 5',
    'wrong.yaml:2:12: freshness.column is missing; add column: updated_at',
    'wrong.yaml:2:23: freshness.warning: "6" is not a duration; write 6s for seconds or 6m for minutes',
    'wrong.yaml:3:1: "validty" is not a key; write validity',
    'wrong.yaml:4:13: validity[0] has no condition; add min, max, one_of, pattern or unique',
    expect.stringContaining(
      'wrong.yaml:4:50: validity[1].pattern: "(" is not a regular expression',
    ),
  ]);
});

test('data that can not be read is a sentence', async () => {
  expect(await run('dat.csv', 'rules.yaml')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'tocsin: There is no file "dat.csv". Did you mean "data.csv"?\n',
  });
});

test('tocsin quality check needs data and rules', async () => {
  expect(await tocsin(['quality', 'check', '--data', 'x'])).toMatchObject({ status: 2 });
});
