import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { keepPredictions, keepTruths } from '../../../src/drift/degradation/read-files.ts';
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
function fileOf(columns: Readonly<Record<string, readonly Cell[]>>): DataSource {
  return {
    name: 'rows.csv',
    async *batches({ wants = () => true } = {}): AsyncGenerator<Batch> {
      const names = Object.keys(columns).filter((name) => wants(name));
      const cells = names.map((name) => [name, new ArrayCells(columns[name] ?? [])] as const);
      const rows = Object.values(columns)[0]?.length ?? 0;
      yield { firstRow: 0, rows, names, columns: new Map(cells) };
    },
  };
}

function reading() {
  const store = createMemoryStore(() => NOW);
  const fresh: string[] = [];
  const { signal } = new AbortController();
  return {
    store,
    fresh,
    parts: {
      store: store.predictions,
      version: '7',
      now: NOW,
      signal,
      onNew: (_: string, rows: readonly { entity: string }[]) =>
        void fresh.push(...rows.map(({ entity }) => entity)),
    },
  };
}

test('rows of a file are kept as if they had been posted, and the others are counted', async () => {
  const { store, fresh, parts } = reading();
  const file = fileOf({
    user: [17n, 'ana', 'ben', null, 'cem', 'dia'],
    day: ['2026-10-30', new Date('2026-10-29'), 'soon', '2026-10-30', '2026-10-30', '2026-10-30'],
    p: [0.5, '0.25', 0.5, 0.5, 1.5, 2],
    noise: [1, 2, 3, 4, 5, 6],
  });
  const remarks = await keepPredictions('churn', file, COLUMNS, parts);
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
  await keepPredictions('churn', file, COLUMNS, parts);
  expect(fresh).toEqual(['17', 'ana']);
});

test('of labels the one that was known later counts, and without a time the one further down', async () => {
  const { store, parts } = reading();
  const day = ['2026-10-30', '2026-10-30'];
  const known = ['2026-10-31T09:00:00Z', '2026-10-31T08:00:00Z'];
  await keepTruths(
    'churn',
    fileOf({ user: ['ana', 'ana'], day, left: [1, 0], known_at: known }),
    LABELS,
    parts,
  );
  await keepTruths(
    'churn',
    fileOf({ user: ['ben', 'ben'], day, left: [true, false] }),
    LABELS,
    parts,
  );
  const actual = async (entity: string) =>
    (await store.predictions.of('churn', entity)).truths.map((truth) => truth.actual);
  expect(await actual('ana')).toEqual([1]);
  expect(await actual('ben')).toEqual([0]);
});

test('ids of digits stay as they are written', async () => {
  const { store, parts } = reading();
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-predictions-'));
  const file = path.join(folder, 'rows.csv');
  await writeFile(file, 'user,day,p,version\n007,2026-10-30,0.5,1.10\n');
  await keepPredictions('churn', openData(file), COLUMNS, parts);
  await rm(folder, { recursive: true });
  expect((await store.predictions.of('churn', '007')).predictions).toMatchObject([
    { probability: 0.5, version: '1.10' },
  ]);
});

test('a file without a column that it takes says which, and what there is', async () => {
  const { parts } = reading();
  const file = fileOf({ user_id: ['ana'], day: ['2026-10-30'], p: [0.5] });
  await expect(keepPredictions('churn', file, COLUMNS, parts)).rejects.toMatchObject({
    kind: 'unreadable',
    what: 'rows.csv has no column "user", which is to hold the entity.',
    mend: 'Write columns: { entity: … } into the config, with one of "user_id", "day" and "p".',
  });
});

test('while many rows of a file are left out others are heard', async () => {
  const { parts } = reading();
  let turns = 0;
  const count = setInterval(() => void (turns += 1));
  const none = Array.from({ length: 5_000 }, () => null);
  await keepPredictions('churn', fileOf({ user: none, day: none, p: none }), COLUMNS, parts);
  clearInterval(count);
  expect(turns).toBeGreaterThan(3);
});
