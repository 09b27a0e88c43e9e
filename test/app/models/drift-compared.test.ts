import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_RULES, startComparer } from '../../../src/app/models/drift-compared.ts';
import { Mistake } from '../../../src/config/mistake.ts';
import { DataProblem } from '../../../src/drift/data/problem.ts';
import type { Comparer, ComparisonTask, Side } from '../../../src/drift/report/comparer.ts';
import { evenly, numbers, tableOf, words } from '../../drift/report/columns.ts';
import { startS3 } from '../../support/s3.ts';

let folder: string;
let comparer: Comparer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-drift-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  comparer = startComparer();
});
afterEach(() => comparer.close());

async function file(name: string, content: string | Uint8Array): Promise<Side> {
  const from = path.join(folder, name);
  await writeFile(from, content);
  return { from };
}

function taskOf(
  reference: Side,
  current: Side,
  more: Partial<ComparisonTask> = {},
): ComparisonTask {
  const { columns = {} } = more;
  return {
    sides: { reference, current },
    model: 'churn',
    prediction: 'prediction',
    rules: DEFAULT_RULES,
    at: 0,
    ...more,
    columns,
  };
}

const AGES = evenly(20, 80, 60).map(String);
const csv = (rows: readonly string[]) => `age,plan\n${rows.join('\n')}\n`;
const NOW = csv(AGES.map((age) => `${age},pro`));

/** What the age and the plan of a side are, in each kind of file. */
const FILES: readonly (readonly [string, string | Uint8Array])[] = [
  ['a.csv', NOW],
  ['a.csv.gz', gzipSync(NOW)],
  ['a.jsonl', AGES.map((age) => `{"age": ${age}, "plan": "pro"}`).join('\n')],
  [
    'a.parquet',
    new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'age', data: AGES.map(Number) },
          { name: 'plan', data: AGES.map(() => 'pro') },
        ],
      }),
    ),
  ],
];

describe('a file of any kind is compared with one of any other:', () => {
  test.each(FILES)('%s', async (name, content) => {
    const reference = await file('reference.csv', csv(AGES.map((age) => `${age},basic`)));
    const report = await comparer.compare(taskOf(reference, await file(name, content)));
    expect(report).toMatchObject({
      tested: 2,
      drifted: 1,
      reference: { rows: 60 },
      current: { rows: 60 },
    });
    expect(report.features).toMatchObject([
      { feature: 'plan', kind: 'categorical', drift: true },
      { feature: 'age', kind: 'numeric', ks: { statistic: 0 }, drift: false },
    ]);
  });
});

test('a prefix of S3 is read in the thread, with what is said of its bucket', async () => {
  const s3 = await startS3();
  try {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    s3.objects.set('features/dt=2026-11-20/part-0.csv', Buffer.from(NOW));
    s3.objects.set('features/dt=2026-11-21/part-0.csv', Buffer.from(NOW));
    const day = (start: number): Side => ({
      from: 's3://models/features/dt={date}/',
      window: { start, end: start + 1 },
      s3: { region: 'us-east-1', endpoint: s3.endpoint },
    });
    const [before, now] = [Date.UTC(2026, 10, 20), Date.UTC(2026, 10, 21)];
    expect(await comparer.compare(taskOf(day(before), day(now)))).toMatchObject({
      tested: 2,
      drifted: 0,
      reference: { rows: 60 },
      current: { rows: 60 },
    });
    await expect(comparer.compare(taskOf(day(before), day(0)))).rejects.toThrow(
      /^There is nothing at s3:/u,
    );
  } finally {
    vi.unstubAllEnvs();
    await s3.stop();
  }
});

test('tables that are at hand are compared as files are', async () => {
  const table = tableOf({ x: numbers(evenly(0, 1)), y: words({ a: 1 }), z: words({ a: 1 }) });
  const report = await comparer.compare(
    taskOf({ table }, { table }, { columns: { only: ['x', 'y'], except: ['y'] } }),
  );
  expect(report.features).toMatchObject([{ feature: 'x', ks: { statistic: 0, pvalue: 1 } }]);
});

test('columns are chosen and named categorical', async () => {
  const side = await file('codes.csv', 'code,size,id\n1,2,3\n2,3,4\n');
  const columns = { categorical: ['code'], except: ['id'] };
  const { features } = await comparer.compare(taskOf(side, side, { columns }));
  expect(features.map(({ feature, kind }) => [feature, kind])).toEqual([
    ['code', 'categorical'],
    ['size', 'numeric'],
  ]);
});

test('what is wrong with a file, or a column that is asked for, is told with what to do', async () => {
  const side = await file('ages.csv', NOW);
  const missing = { from: path.join(folder, 'agse.csv') };
  const problem = comparer.compare(taskOf(side, missing));
  await expect(problem).rejects.toThrow(DataProblem);
  await expect(problem).rejects.toThrow(/Did you mean ".*ages\.csv"\?/u);
  const mistake = comparer.compare(taskOf(side, side, { columns: { required: ['plam'] } }));
  await expect(mistake).rejects.toThrow(
    new Mistake('neither side has a column "plam"', 'write "plan"'),
  );
});

test('the loop goes on, is told how far it is, and ends the comparison where it is', async () => {
  const side = await file('long.csv', `x,y\n${'1.5,2.5\n'.repeat(1_000_000)}`);
  const leaving = new AbortController();
  const told: string[] = [];
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 1);
  const report = comparer.compare(taskOf(side, side), {
    signal: leaving.signal,
    onProgress: ({ text }) => {
      told.push(text);
      if (text.startsWith('reading the current data')) leaving.abort(new Error('cancelled'));
    },
  });
  await expect(report).rejects.toThrow('cancelled');
  clearInterval(counting);
  expect(turns).toBeGreaterThan(5);
  expect(told[0]).toMatch(/^reading the reference, [\d,]+ rows$/u);
  expect(told.at(-1)).toMatch(/^reading the current data, [\d,]+ rows$/u);
  const small = await file('small.csv', 'x\n1\n2\n');
  expect(await comparer.compare(taskOf(small, small))).toMatchObject({ tested: 1 });
});
