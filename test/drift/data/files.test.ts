import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NoteBook } from '../../../src/drift/data/notes.ts';
import { openData } from '../../../src/drift/data/open.ts';
import { readTable } from '../../../src/drift/data/table/read-table.ts';
import { parquetOf } from './parquet-file.ts';
import { cellsOf, endOf, problemOf } from './reading.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-data-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, content: string | Buffer): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

const read = (from: string, notes = new NoteBook()) => cellsOf(openData(from).batches({ notes }));

async function failure(from: string): Promise<string> {
  const problem = await problemOf(read(from));
  expect(problem).toMatchObject({ name: 'DataProblem' });
  return String(problem);
}

test('what a file holds is known by its name, or by how it begins', async () => {
  const parquet = parquetOf([{ name: 'x', data: [1], type: 'DOUBLE' }]);
  const files = [
    await write('kinds/a.csv', 'x\n1\n'),
    await write('kinds/b.jsonl', '{"x":1}\n'),
    await write('kinds/c.parquet', parquet),
    await write('kinds/d.csv.gz', gzipSync('x\n1\n')),
    await write('kinds/e.ndjson.gz', gzipSync('{"x":1}\n')),
    await write('kinds/csv', 'x\n1\n'),
    await write('kinds/jsonl', ' {"x":1}\n'),
    await write('kinds/parquet', parquet),
    await write('kinds/gz', gzipSync('x\n1\n')),
  ];
  for (const file of files) expect({ file, ...(await read(file)) }).toEqual({ file, x: [1] });
});

test('a folder is read part by part, in the order of their names', async () => {
  await write('parts/dt=1/b.csv', 'x\n2\n');
  await write('parts/dt=1/a.jsonl', '{"x":1}\n');
  await write('parts/dt=2/c.parquet', parquetOf([{ name: 'x', data: [3], type: 'DOUBLE' }]));
  await write('parts/_SUCCESS', '');
  await write('parts/README.md', '# not data\n');
  expect(await read(path.join(folder, 'parts'))).toEqual({ x: [1, 2, 3] });
  expect(await read(path.join(folder, 'parts/*/{a,b}.*'))).toEqual({ x: [1, 2] });
});

test('links between folders lead nowhere twice, links to files are read', async () => {
  const file = await write('links/a/1.csv', 'x\n1\n');
  await symlink('..', path.join(folder, 'links/a/up'));
  await symlink('.', path.join(folder, 'links/again'));
  await symlink('nothing', path.join(folder, 'links/nothing'));
  await symlink('itself', path.join(folder, 'links/itself'));
  await symlink(file, path.join(folder, 'links/b.csv'));
  expect(await read(path.join(folder, 'links'))).toEqual({ x: [1, 1] });
});

test('what is neither a file nor a folder is no data', async () => {
  expect(await failure('/dev/null')).toContain('/dev/null is neither a file nor a folder.');
});

test('a column that one part lacks is missing in its rows, with a remark', async () => {
  await write('lack/1.csv', 'x,y\n1,2\n');
  const second = await write('lack/2.csv', 'x\n3\n');
  const table = await readTable(openData(path.join(folder, 'lack')));
  expect(table.columns.get('y')).toMatchObject({ rows: 2, missing: 1, values: Float64Array.of(2) });
  expect(table.remarks).toEqual([
    `${second} lacks the column "y": in its rows the value counts as missing.`,
  ]);
});

test('an empty part among others is told of', async () => {
  await write('some/1.csv', 'x\n1\n');
  const second = await write('some/2.csv', '');
  const notes = new NoteBook();
  expect(await read(path.join(folder, 'some'), notes)).toEqual({ x: [1] });
  expect(notes.remarks).toEqual([`${second} has no rows.`]);
});

test('of many parts with the same trouble the first fifty are told', async () => {
  for (let part = 0; part < 60; part += 1) await write(`empty/${part}.csv`, '');
  await write('empty/z.csv', 'x\n1\n');
  const notes = new NoteBook();
  await read(path.join(folder, 'empty'), notes);
  expect(notes.remarks).toHaveLength(51);
  expect(notes.remarks.at(-1)).toBe('And 10 more remarks.');
});

test('a file that is not there names the one that may be meant', async () => {
  const file = await write('near/current.csv', 'x\n1\n');
  expect(await failure(path.join(folder, 'near/curent.csv'))).toContain(`Did you mean "${file}"?`);
  expect(await failure(path.join(folder, 'far/x.csv'))).toContain('There is no folder');
});

test('a file without rows is empty, or has a header only', async () => {
  expect(await failure(await write('empty.csv', ''))).toContain('is empty');
  expect(await failure(await write('blank.csv', '\n\n'))).toContain('is empty');
  expect(await failure(await write('header.csv', 'a,b\n'))).toContain(
    'the names of columns, and no rows',
  );
  expect(await failure(await write('empty.jsonl', '\n'))).toContain('is empty');
  const none = parquetOf([{ name: 'x', data: [], type: 'DOUBLE' }]);
  expect(await failure(await write('none.parquet', none))).toContain('and no rows');
});

test('gzip that is cut short or damaged says so', async () => {
  const packed = gzipSync(`x\n${'1\n'.repeat(10_000)}`);
  expect(await failure(await write('cut.csv.gz', packed.subarray(0, -12)))).toContain(
    'is cut short',
  );
  const damaged = Buffer.from(packed);
  damaged.fill(7, 12, 20);
  expect(await failure(await write('damaged.csv.gz', damaged))).toContain('is damaged');
});

test('a reading that is called off ends at once', async () => {
  const file = await write('long.csv', `x\n${'1\n'.repeat(500_000)}`);
  const controller = new AbortController();
  const batches = openData(file).batches({ signal: controller.signal });
  await batches.next();
  controller.abort(new Error('called off'));
  await expect(batches.next()).rejects.toThrow('called off');
});

test('any bytes at all are data or a sentence', async () => {
  const name = fc.constantFrom('f.csv', 'f.jsonl', 'f.parquet', 'f.csv.gz', 'f');
  const starts = fc.constantFrom('', 'PAR1', '\x1F\x8B', 'a,b\n', '{"a":', '\xFF\xFE');
  await fc.assert(
    fc.asyncProperty(
      name,
      starts,
      fc.uint8Array({ maxLength: 200 }),
      async (file, start, bytes) => {
        const content = Buffer.concat([Buffer.from(start, 'latin1'), bytes]);
        const reading = readTable(openData(await write(`fuzz/${file}`, content)));
        expect(await endOf(reading)).toBe('fine');
      },
    ),
    { numRuns: 300 },
  );
});
