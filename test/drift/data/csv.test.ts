import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv } from '../../../src/drift/data/csv/read.ts';
import { cellsOf, everything, inPieces, problemOf } from './reading.ts';

async function read(text: string | Buffer, piece = 1 << 20, name = 'data.csv') {
  const wanted = everything();
  const cells = await cellsOf(readCsv(name, inPieces(text, piece), wanted));
  return { cells, notes: wanted.notes };
}

async function failure(text: string | Buffer) {
  const problem = await problemOf(read(text));
  expect(problem).toMatchObject({ name: 'DataProblem' });
  return String(problem);
}

test('numbers, words, booleans and missing values are told apart', async () => {
  const { cells } = await read('price,plan,ok\n1.5,free,true\n-2e3,NA,False\n,"a, b",\n');
  expect(cells).toEqual({
    price: [1.5, -2000, null],
    plan: ['free', null, 'a, b'],
    ok: [true, false, null],
  });
});

test('quotes, line feeds in quotes, CRLF, blank lines, a byte order mark and no end of the last line', async () => {
  const text = '\uFEFF"a ""b""",c\r\n\r\n"1","x\ny"\r\n2,"say ""no"""\r\n\r\n3,z';
  const { cells } = await read(text);
  expect(cells).toEqual({ 'a "b"': [1, 2, 3], c: ['x\ny', 'say "no"', 'z'] });
});

test('the bytes may come in pieces of any length', async () => {
  const row = fc.array(
    fc.constantFrom('1', '2.5', 'ä€😀', '"q"', '"a,b"', '"x\ny"', '"say ""a"""', ''),
    {
      minLength: 3,
      maxLength: 3,
    },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('\n', '\r\n'),
      async (rows, piece, end) => {
        const text = ['a,b,c', ...rows.map((cells) => cells.join(','))].join(end);
        expect((await read(text, piece)).cells).toEqual((await read(text)).cells);
      },
    ),
  );
});

test('texts are those that csv-parse reads', async () => {
  const cell = fc.string({
    unit: fc.constantFrom('x', 'y', '"', ',', ' ', ';', '\n', '\t'),
    maxLength: 6,
  });
  const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(table, fc.boolean(), async (rows, always) => {
      const quoted = (text: string) =>
        always || /["\n,]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
      const text = `a,b\n${rows.map((cells) => cells.map(quoted).join(',')).join('\n')}\n`;
      const expected: string[][] = parse(text, { fromLine: 2, skipEmptyLines: true });
      const { cells } = await read(text);
      const read2 = expected.map((_, row) => [cells['a']?.[row] ?? '', cells['b']?.[row] ?? '']);
      expect(read2).toEqual(
        expected.map((row) => row.map((one) => (one.trim() === '' ? '' : one))),
      );
    }),
  );
});

test.each([
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'bars'],
])('cells parted by %j are found by the header, with a remark', async (delimiter, word) => {
  const { cells, notes } = await read(`a${delimiter}b\n1,5${delimiter}2\n`);
  expect(cells).toEqual({ a: ['1,5'], b: [2] });
  expect(notes.remarks).toEqual([`data.csv parts its cells by ${word}, not by commas.`]);
});

test('what parts the cells is what the header has most of, and of as many the comma', async () => {
  expect((await read('a;b, c;d\n1,5;2;3\n')).cells).toEqual({ a: ['1,5'], 'b, c': [2], d: [3] });
  expect((await read('a,b;c\n1,2\n')).cells).toEqual({ a: [1], 'b;c': [2] });
});

test('cells of a .tsv are parted by tabs, whatever is in its names', async () => {
  const { cells } = await read('a,b,c\td\n1,5\t2\n', 9, 'data.tsv');
  expect(cells).toEqual({ 'a,b,c': ['1,5'], d: [2] });
});

test('rows with too few or too many cells are left out, counted, and the first is named', async () => {
  const { cells, notes } = await read('a,b\n1,2\n3\n"4\n",5,6\n7\n8,9\n');
  expect(cells).toEqual({ a: [1, 8], b: [2, 9] });
  expect(notes.remarks).toEqual([
    '2 lines of data.csv have too few cells and are left out; the first is line 3.',
    'Line 4 of data.csv has too many cells and is left out.',
  ]);
});

test('a name that two columns have can be used for none; the others are unharmed', async () => {
  const { cells, notes } = await read('a,b,a\n1,2,3\n');
  expect(cells).toEqual({ b: [2] });
  expect([...notes.unusableColumns]).toEqual([
    ['a', 'The header of data.csv gives the name "a" to 2 columns: give each a name of its own.'],
  ]);
});

test('a column without a name is known by its place', async () => {
  const { cells } = await read(',a\n0,1\n');
  expect(cells).toEqual({ 'column 1': [0], a: [1] });
});

test('a first line of numbers is remarked upon', async () => {
  const { notes } = await read('1.5,2\n3,4\n');
  expect(notes.remarks.join()).toContain('its first line is taken for the header');
});

test('only the columns that are wanted are read', async () => {
  const wanted = { ...everything(), wants: (name: string) => name !== 'b' };
  const cells = await cellsOf(readCsv('data.csv', inPieces('a,b,c\n1,2,3\n', 9), wanted));
  expect(cells).toEqual({ a: [1], c: [3] });
});

test('a quote that nobody closes is named by the line in which its row begins', async () => {
  expect(await failure('a,b\n1,2\n3,"4\n5,6\n')).toContain('begins in line 3 has no end');
});

test('rows that never fit the header say so', async () => {
  expect(await failure('a b c\n1,2,3\n4,5,6\n')).toContain(
    'No row of data.csv has as many cells as its header, which has 1: line 2 has 3 cells.',
  );
});

test('UTF-16 says how to save it', async () => {
  expect(await failure(Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'))).toContain('iconv -f UTF-16');
  expect(await failure(Buffer.from('a,b\n1,2\n', 'utf16le'))).toContain('iconv -f UTF-16');
});

test('what is no text is no CSV', async () => {
  expect(await failure(Buffer.from([1, 2, 0, 7, 9, 9]))).toContain('is no text');
});

test('line ends of old Macs are named', async () => {
  expect(await failure('a,b\r1,2\r')).toContain('as old Macs did');
});

test('numbers are the same category in every way to write them, identifiers keep their zeros', async () => {
  const wanted = everything();
  const text = 'c\n1\n1.0\n1e0\n007\n12345678901234567890\nTrue\n';
  const categories: (string | null)[] = [];
  for await (const { columns, rows } of readCsv('data.csv', inPieces(text, 99), wanted)) {
    const cells = columns.get('c');
    for (let row = 0; row < rows; row += 1) categories.push(cells?.category(row) ?? null);
  }
  expect(categories).toEqual(['1', '1', '1', '007', '12345678901234567890', 'true']);
});

test('more than 10,000 columns are too many at once; those that are not wanted do not count', async () => {
  const names = Array.from({ length: 10_001 }, (_, index) => `c${index}`);
  const text = `${names.join(',')}\n${names.map(() => 1).join(',')}\n`;
  expect(await failure(text)).toContain('data.csv has 10,001 columns: at most 10,000 can be read');
  const wanted = { ...everything(), wants: (name: string) => name === 'c7' };
  const cells = await cellsOf(readCsv('data.csv', inPieces(text, 1 << 20), wanted));
  expect(cells).toEqual({ c7: [1] });
});

test('names that come twice by the ten thousand are told of at once', async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `c${Math.floor(index / 2)}`);
  const { notes } = await read(`${names.join(',')}\n`);
  expect(notes.unusableColumns.size).toBe(5_000);
});

test('a quoted text or name of millions of characters is read', async () => {
  const long = `${'x'.repeat(10_000_000)}"`;
  const quoted = `"${long.replaceAll('"', '""')}"`;
  expect(Object.keys((await read(`${quoted},b\n1,2\n`)).cells)).toEqual([long, 'b']);
  expect((await read(`a,b\n${quoted},2\n`)).cells).toEqual({ a: [long], b: [2] });
});
