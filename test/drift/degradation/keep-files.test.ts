import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { keepFiles } from '../../../src/drift/degradation/keep-files.ts';
import { readRows } from '../../../src/drift/degradation/read-rows.ts';
import type { RowsTask } from '../../../src/drift/degradation/rows-reader.ts';
import type { Batch } from '../../../src/drift/data/batch.ts';
import { ArrayCells } from '../../../src/drift/data/batch.ts';
import type { Cell } from '../../../src/drift/data/cell.ts';
import { openData, type DataSource } from '../../../src/drift/data/open.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';

const NOW = Date.parse('2026-10-31T12:00:00Z');
const TODAY = Math.floor(NOW / 86_400_000);
const COLUMNS = { entity: 'user', date: 'day', probability: 'p', version: 'version', at: 'at' };
const LABELS = { entity: 'user', date: 'day', actual: 'left', at: 'known_at' };

/** A file of some columns, in one batch. */
function fileOf(
  columns: Readonly<Record<string, readonly Cell[]>>,
  writtenAt = Date.parse('2026-10-31T06:00:00Z'),
): DataSource {
  return {
    name: 'rows.csv',
    async *batches({ wants = () => true } = {}): AsyncGenerator<Batch> {
      const names = Object.keys(columns).filter((name) => wants(name));
      const cells = names.map((name) => [name, new ArrayCells(columns[name] ?? [])] as const);
      const rows = Object.values(columns)[0]?.length ?? 0;
      const file = { writtenAt, firstRow: 0 };
      yield { firstRow: 0, file, rows, names, columns: new Map(cells) };
    },
  };
}

function reading() {
  const store = createMemoryStore(() => NOW);
  const fresh: string[] = [];
  const { signal } = new AbortController();
  const keep = (of: RowsTask['of'], source: DataSource) => {
    const window = { start: 0, end: NOW };
    const columns = of === 'truths' ? LABELS : COLUMNS;
    const task = { of, from: source.name, window, s3: {}, columns, version: '7', now: NOW };
    return keepFiles('churn', task, {
      store: store.predictions,
      read: (wanted, give) => readRows(source, wanted, give),
      signal,
      onNew: (_, rows) => void fresh.push(...rows.map(({ entity }) => entity)),
    });
  };
  return { store, fresh, keep };
}

test('rows of a file are kept as if they had been posted, and the others are counted', async () => {
  const { store, fresh, keep } = reading();
  const file = fileOf({
    user: [17n, 'ana', 'ben', null, 'cem', 'dia'],
    day: ['2026-10-30', new Date('2026-10-29'), 'soon', '2026-10-30', '2026-10-30', '2026-10-30'],
    p: [0.5, '0.25', 0.5, 0.5, 1.5, 2],
    noise: [1, 2, 3, 4, 5, 6],
  });
  const remarks = await keep('predictions', file);
  expect((await store.predictions.of('churn', '17')).predictions).toEqual([
    {
      entity: '17',
      day: TODAY - 1,
      at: Date.parse('2026-10-30T00:00:00Z'),
      probability: 0.5,
      version: '7',
    },
  ]);
  expect((await store.predictions.of('churn', 'ana')).predictions[0]?.day).toBe(TODAY - 2);
  expect(remarks).toEqual([
    'Line 3 of rows.csv has a mistake (date is not a day such as 2026-10-01, or a time with its zone) and is left out.',
    'Line 4 of rows.csv has a mistake (has no entity: write a text of at most 200 characters) and is left out.',
    '2 lines of rows.csv have a mistake (probability is not a number from 0 to 1) and are left out; the first is line 5.',
  ]);
  await keep('predictions', file);
  expect(fresh).toEqual(['17', 'ana']);
});

test('of labels the one that was known later counts, and without a time the one further down', async () => {
  const { store, keep } = reading();
  const day = ['2026-10-30', '2026-10-30'];
  const known = ['2026-10-31T09:00:00Z', '2026-10-31T08:00:00Z'];
  await keep('truths', fileOf({ user: ['ana', 'ana'], day, left: [1, 0], known_at: known }));
  await keep('truths', fileOf({ user: ['ben', 'ben'], day, left: [true, false] }));
  const actual = async (entity: string) =>
    (await store.predictions.of('churn', entity)).truths.map((truth) => truth.actual);
  expect(await actual('ana')).toEqual([1]);
  expect(await actual('ben')).toEqual([0]);
});

test('a label that does not say when it was known was known when its file was written', async () => {
  const { store, keep } = reading();
  const old = fileOf({ user: ['ana'], day: ['2026-10-30'], left: [1] });
  const posted = { entity: 'ana', day: TODAY - 1, at: NOW - 60_000, actual: 0 } as const;
  const actual = async () =>
    (await store.predictions.of('churn', 'ana')).truths.map((truth) => truth.actual);
  await keep('truths', old);
  await store.predictions.keepTruths('churn', [posted]);
  await keep('truths', old);
  expect(await actual()).toEqual([0]);
  await keep('truths', fileOf({ user: ['ana'], day: ['2026-10-30'], left: [1] }, NOW - 1000));
  expect(await actual()).toEqual([1]);
});

test('ids of digits stay as they are written', async () => {
  const { store, keep } = reading();
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-predictions-'));
  const file = path.join(folder, 'rows.csv');
  await writeFile(file, 'user,day,p,version\n007,2026-10-30,0.5,1.10\n');
  await keep('predictions', openData(file));
  await rm(folder, { recursive: true });
  expect((await store.predictions.of('churn', '007')).predictions).toMatchObject([
    { probability: 0.5, version: '1.10' },
  ]);
});

test('a file without a column that it takes says which, and what there is', async () => {
  const { keep } = reading();
  const file = fileOf({ user_id: ['ana'], day: ['2026-10-30'], p: [0.5] });
  await expect(keep('predictions', file)).rejects.toMatchObject({
    kind: 'unreadable',
    what: 'rows.csv has no column "user", which is to hold the entity.',
    mend: 'Write columns: { entity: … } into the config, with one of "user_id", "day" and "p".',
  });
});
