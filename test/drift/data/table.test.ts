import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DataSource } from '../../../src/drift/data/open.ts';
import { readCsv } from '../../../src/drift/data/csv/read.ts';
import { readJsonl } from '../../../src/drift/data/jsonl.ts';
import { readParquet } from '../../../src/drift/data/parquet/read.ts';
import { NoteBook } from '../../../src/drift/data/notes.ts';
import { readTable, type TableOptions } from '../../../src/drift/data/table/read-table.ts';
import { CODECS, MemoryPart, parquetOf } from './parquet-file.ts';
import { inPieces } from './reading.ts';

function csvSource(text: string, piece = 1 << 20): DataSource {
  return {
    name: 'data.csv',
    batches: ({ wants = () => true, notes = new NoteBook() } = {}) =>
      readCsv('data.csv', inPieces(text, piece), { wants, notes, byColumn: true }),
  };
}

async function table(text: string, options: TableOptions = {}) {
  return readTable(csvSource(text), options);
}

async function column(text: string, options: TableOptions = {}) {
  return (await table(`x,other\n${text.split(' ').join(',0\n')},0\n`, options)).columns.get('x');
}

test('a column of numbers is numeric: missing values and infinities are counted', async () => {
  expect(await column('1 2.5 NA inf -3 NaN')).toEqual({
    kind: 'numeric',
    values: Float64Array.of(1, 2.5, -3),
    rows: 6,
    missing: 2,
    infinite: 1,
    isSample: false,
  });
});

test('words and booleans are categories', async () => {
  expect(await column('de true de null')).toEqual({
    kind: 'categorical',
    counts: new Map([
      ['de', 2],
      ['true', 1],
    ]),
    rows: 4,
    missing: 1,
  });
});

test('numbers are categories where the column is named categorical', async () => {
  const named = await column('1 2 1.0 x', { categorical: new Set(['x']) });
  expect(named).toMatchObject({
    kind: 'categorical',
    counts: new Map([
      ['1', 2],
      ['2', 1],
      ['x', 1],
    ]),
  });
});

test('a column without any value is numeric and empty', async () => {
  expect(await column('NA null')).toMatchObject({ kind: 'numeric', rows: 2, missing: 2 });
});

test('numbers and words in one column are unusable: how many of each, and the first that is odd', async () => {
  expect(await column('1 2 oops 3 oops')).toEqual({
    kind: 'unusable',
    rows: 5,
    missing: 0,
    why: '"x" has 3 numbers and 2 words; the first word is "oops" in row 3: write one kind, or name it categorical.',
  });
});

test('numbers written as in other countries are words, and the sentence says how to write them', async () => {
  const mixed = await table('x;y\n1.5;0\n1,5;0\n2;0\n');
  expect(mixed.columns.get('x')).toMatchObject({
    kind: 'unusable',
    why: expect.stringContaining('numbers are written with a point') as unknown,
  });
});

test('more categories than can be compared are unusable', async () => {
  const words = Array.from({ length: 10_001 }, (_, index) => `name${index}`).join(' ');
  expect(await column(words)).toMatchObject({
    kind: 'unusable',
    why: '"x" has more than 10,000 categories, such as "name0": leave it out, or group its values.',
  });
});

test('columns are read by what is asked for', async () => {
  const text = 'a,b,c\n1,2,3\n';
  const only = await table(text, { only: new Set(['a', 'b']), except: new Set(['a']) });
  expect([...only.columns.keys()]).toEqual(['b']);
});

test('past the budget long columns are uniform samples, short ones stay whole, and a remark says so', async () => {
  const rows = Array.from(
    { length: 40_000 },
    (_, index) => `${index},${index % 16 === 0 ? 1 : ''}`,
  );
  const { columns, remarks } = await readTable(csvSource(`x,rare\n${rows.join('\n')}\n`, 4096), {
    budget: 12_000,
  });
  const x = columns.get('x');
  const rare = columns.get('rare');
  if (x?.kind !== 'numeric' || rare?.kind !== 'numeric')
    throw new Error('numeric columns expected');
  expect(rare).toMatchObject({ isSample: false, rows: 40_000 });
  expect(rare.values).toHaveLength(2500);
  expect(x).toMatchObject({ isSample: true, rows: 40_000 });
  expect(x.values.length + rare.values.length).toBeLessThanOrEqual(12_000);
  expect(new Set(x.values).size).toBe(x.values.length);
  expect(remarks.join()).toContain('1 column is compared by a random sample');
  // Of a uniform sample each quarter of the rows has its share; four standard deviations leave no doubt.
  const quarter = x.values.length / 4;
  for (const from of [0, 10_000, 20_000, 30_000]) {
    const count = x.values.filter((value) => value >= from && value < from + 10_000).length;
    expect(Math.abs(count - quarter)).toBeLessThan(4 * Math.sqrt(quarter));
  }
});

test('the same data gives the same sample', async () => {
  const text = `x\n${Array.from({ length: 2000 }, (_, index) => index).join('\n')}\n`;
  expect(await table(text, { budget: 100 })).toEqual(await table(text, { budget: 100 }));
});

test('a table is the same from CSV, from JSONL and from Parquet in every packing', async () => {
  const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null });
  const word = fc.option(fc.constantFrom('de', 'fr', 'a "b"', 'x,y', 'ä😀'), { nil: null });
  const row = fc.record({ n: number, w: word, f: fc.boolean(), i: fc.maxSafeInteger() });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
      const cell = (value: unknown) => (value === null ? '' : JSON.stringify(value));
      const quoted = (value: unknown) =>
        typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : cell(value);
      const csv = `n,w,f,i\n${rows.map(({ n, w, f, i }) => [n, w, f, i].map(quoted).join(',')).join('\n')}`;
      const expected = await table(csv);
      const jsonl = rows.map((one) => JSON.stringify(one)).join('\n');
      const fromJsonl = await readTable({
        name: 'data.jsonl',
        batches: ({ wants = () => true, notes = new NoteBook() } = {}) =>
          readJsonl('data.jsonl', inPieces(jsonl, 100), { wants, notes, byColumn: true }),
      });
      expect(fromJsonl).toEqual(expected);
      for (const codec of CODECS) {
        const parquet = parquetOf(
          [
            { name: 'n', data: rows.map(({ n }) => (Object.is(n, -0) ? 0 : n)), type: 'DOUBLE' },
            { name: 'w', data: rows.map(({ w }) => w), type: 'STRING' },
            { name: 'f', data: rows.map(({ f }) => f), type: 'BOOLEAN' },
            { name: 'i', data: rows.map(({ i }) => BigInt(i)), type: 'INT64' },
          ],
          { codec, rowGroupSize: 7 },
        );
        const fromParquet = await readTable({
          name: 'data.parquet',
          batches: ({ wants = () => true, notes = new NoteBook() } = {}) =>
            readParquet(new MemoryPart(parquet), { wants, notes, byColumn: true }),
        });
        expect(fromParquet).toEqual(expected);
      }
    }),
    { numRuns: 50 },
  );
});
