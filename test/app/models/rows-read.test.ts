import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { assessedModels } from '../../../src/app/models/assessed-models.ts';
import { startRowsReader } from '../../../src/app/models/rows-read.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { assess } from '../../../src/drift/degradation/assess.ts';
import { createMeasure } from '../../../src/drift/degradation/measure.ts';
import type { AssessedModel } from '../../../src/drift/degradation/model.ts';
import type { Slice } from '../../../src/drift/degradation/read-rows.ts';
import type { RowsReader, RowsTask } from '../../../src/drift/degradation/rows-reader.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { startS3, type S3StandIn } from '../../support/s3.ts';

const NOW = Date.parse('2026-10-08T06:00:00Z');
const A_DAY = 300;

let s3: S3StandIn;
let folder: string;
let reader: RowsReader;
beforeAll(async () => {
  s3 = await startS3();
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-rows-'));
  vi.stubEnv('AWS_ENDPOINT_URL_S3', s3.endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  reader = startRowsReader();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await reader.close();
  await rm(folder, { recursive: true });
  await s3.stop();
});

/** Predictions as JSONL and labels as Parquet of seven days; one prediction in ten is wrong. */
function putDays(): void {
  s3.objects.clear();
  const rows = Array.from({ length: A_DAY }, (_, at) => at);
  for (const day of ['01', '02', '03', '04', '05', '06', '07']) {
    const date = `2026-10-${day}`;
    const lines = rows.map((at) =>
      JSON.stringify({ entity: `0${at}`, date, probability: at % 2 === 0 ? 0.9 : 0.1 }),
    );
    s3.objects.set(`churn/dt=${date}/part-0.jsonl`, Buffer.from(`${lines.join('\n')}\n`));
    const labels = parquetWriteBuffer({
      columnData: [
        { name: 'entity', data: rows.map((at) => `0${at}`) },
        { name: 'date', data: rows.map(() => date) },
        { name: 'actual', data: rows.map((at) => (at % 2 === 0) !== at % 20 < 2) },
      ],
    });
    s3.objects.set(`labels/dt=${date}/part-0.parquet`, Buffer.from(new Uint8Array(labels)));
  }
}

function churn(): AssessedModel {
  const { config, problems } = loadConfig({
    text: `
models:
  - name: churn
    version: '7'
    region: us-east-1
    predictions: { from: 's3://models/churn/dt={date}/' }
    truth: { from: 's3://models/labels/dt={date}/' }`,
    env: {},
  });
  const [model] = config === undefined ? [] : assessedModels(config);
  if (model === undefined) throw new Error(JSON.stringify(problems));
  return model;
}

function measured() {
  const store = createMemoryStore(() => NOW);
  let fresh = 0;
  const measure = createMeasure({
    predictions: store.predictions,
    read: reader.read,
    open() {
      throw new Error('there is no baseline');
    },
    async score() {
      throw new Error('there is no baseline');
    },
    assess: async (outcomes, assessment) => assess(outcomes, assessment),
    onNew: (_, rows) => void (fresh += rows.length),
    now: () => NOW,
  });
  const known = { baseline: undefined, readTo: undefined };
  const report = measure(churn(), NOW, known, new AbortController().signal);
  return { store, report, fresh: () => fresh };
}

test('predictions and labels of S3, in folders by day, are read beside the main thread, kept and measured', async () => {
  putDays();
  const { store, report, fresh } = measured();
  expect((await report).windows[0]).toMatchObject({
    days: 7,
    labelled: 7 * A_DAY,
    figures: { precision: 0.9, recall: 0.9 },
  });
  expect(fresh()).toBe(7 * A_DAY);
  const { predictions, truths } = await store.predictions.of('churn', '07');
  expect(predictions).toHaveLength(7);
  expect(predictions[0]).toMatchObject({ probability: 0.1, version: '7' });
  expect(truths.map(({ actual }) => actual)).toEqual(Array.from({ length: 7 }, () => 0));
});

test('of a file that is cut short it is told what is missing, or that it can not be read', async () => {
  putDays();
  const whole = s3.objects.get('churn/dt=2026-10-07/part-0.jsonl') ?? Buffer.alloc(0);
  s3.objects.set('churn/dt=2026-10-07/part-0.jsonl', whole.subarray(0, -10));
  expect((await measured().report).remarks[0]).toBe(
    'The last line of s3://models/churn/dt=2026-10-07/part-0.jsonl, line 300, is cut short and left out.',
  );
  const labels = s3.objects.get('labels/dt=2026-10-07/part-0.parquet') ?? Buffer.alloc(0);
  s3.objects.set('labels/dt=2026-10-07/part-0.parquet', labels.subarray(0, -10));
  await expect(measured().report).rejects.toMatchObject({
    name: 'DataProblem',
    kind: 'unreadable',
    what: expect.stringContaining('s3://models/labels/dt=2026-10-07/part-0.parquet'),
  });
});

test('where there are no labels yet the predictions are kept all the same', async () => {
  putDays();
  for (const key of s3.objects.keys()) if (key.startsWith('labels/')) s3.objects.delete(key);
  const { report, fresh } = measured();
  expect((await report).remarks[0]).toMatch(/^There are no labels yet: There is nothing at s3:/u);
  expect(fresh()).toBe(7 * A_DAY);
});

/** A file of so many rows, and what reads it. */
async function fileOf(rows: number): Promise<RowsTask> {
  const from = path.join(folder, `${rows}.csv`);
  const lines = Array.from({ length: rows }, (_, at) => `${at},2026-10-07,0.5`);
  await writeFile(from, `entity,date,probability\n${lines.join('\n')}\n`);
  const columns = { entity: 'entity', date: 'date', probability: 'probability' };
  const window = { start: 0, end: NOW };
  return { of: 'predictions', from, window, s3: {}, columns, version: '7', now: NOW };
}

const sizeOf = (slice: Slice): number =>
  'truths' in slice ? slice.truths.length : slice.predictions.length;

test('rows come in small slices, the next when the last is kept, in their order', async () => {
  const entities: string[] = [];
  let [under, most, longest] = [0, 0, 0];
  const give = async (slice: Slice): Promise<void> => {
    under += 1;
    most = Math.max(most, under);
    longest = Math.max(longest, sizeOf(slice));
    await new Promise((kept) => setImmediate(kept));
    if ('predictions' in slice) entities.push(...slice.predictions.map(({ entity }) => entity));
    under -= 1;
  };
  expect(await reader.read(await fileOf(3_000), give, new AbortController().signal)).toEqual([]);
  expect(entities).toEqual(Array.from({ length: 3_000 }, (_, at) => `${at}`));
  expect([most, longest]).toEqual([1, 250]);
});

test('where rows can not be kept the reading ends with that, and the next is not held up', async () => {
  const task = await fileOf(3_000);
  const { signal } = new AbortController();
  let given = 0;
  const failing = reader.read(
    task,
    async () => {
      given += 1;
      throw new Error('the store is away');
    },
    signal,
  );
  await expect(failing).rejects.toThrow('the store is away');
  expect(given).toBe(1);
  let rows = 0;
  await reader.read(task, async (slice) => void (rows += sizeOf(slice)), signal);
  expect(rows).toBe(3_000);
});

test('whoever has lost the turn is done with it when the rows under way are kept, and gives no more', async () => {
  const turn = new AbortController();
  const steps: string[] = [];
  const reading = reader.read(
    await fileOf(3_000),
    async () => {
      steps.push('given');
      turn.abort(new Error('another has the turn'));
      await new Promise((kept) => setImmediate(kept));
      steps.push('kept');
    },
    turn.signal,
  );
  await expect(reading).rejects.toThrow('another has the turn');
  expect(steps).toEqual(['given', 'kept']);
});
