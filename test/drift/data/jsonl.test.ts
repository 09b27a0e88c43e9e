import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJsonl } from '../../../src/drift/data/jsonl.ts';
import { cellsOf, everything, inPieces, problemOf } from './reading.ts';

async function read(text: string, piece = 1 << 20) {
  const wanted = everything();
  const cells = await cellsOf(readJsonl('data.jsonl', inPieces(text, piece), wanted));
  return { cells, notes: wanted.notes };
}

test('an object a line, with keys that some lines lack', async () => {
  const { cells } = await read('{"a":1,"b":"x"}\r\n\n{"a":null,"c":true}\n{"b":"NaN"}');
  expect(cells).toEqual({ a: [1, null, null], b: ['x', null, null], c: [null, true, null] });
});

test('objects in objects are columns with dotted names, lists are unusable', async () => {
  const { cells, notes } = await read('{"user":{"age":30,"tags":[1]},"x":1}\n');
  expect(cells).toEqual({ 'user.age': [30], x: [1] });
  expect([...notes.unusableColumns.keys()]).toEqual(['user.tags']);
});

test('NaN and Infinity are read as Python writes them, but not within texts', async () => {
  const { cells } = await read('{"a":NaN,"b":-Infinity,"c":"NaN, \\"Infinity"}\n');
  expect(cells).toEqual({ a: [null], b: [-Infinity], c: ['NaN, "Infinity'] });
});

test('a long text beside NaN is read, and quotes that are not closed take no time', async () => {
  const text = 'x'.repeat(10_000_000);
  expect((await read(`{"a":NaN,"b":"${text}"}\n`)).cells).toEqual({ a: [null], b: [text] });
  const { notes } = await read(`{"a":1}\nNaN"${'\\"'.repeat(4_000_000)}\n`);
  expect(notes.remarks).toEqual(['Line 2 of data.jsonl has no JSON object and is left out.']);
});

test('words that only look like NaN and Infinity are no JSON', async () => {
  const { cells } = await read('{"a":1Infinity}\n{"a":NaNs}\n{"a":"\\\\","b":-Infinity}\n');
  expect(cells).toEqual({ a: ['\\'], b: [-Infinity] });
});

test('half a line at the end is left out with a remark', async () => {
  const { cells, notes } = await read('{"a":1}\n{"a":2}\n{"a":');
  expect(cells).toEqual({ a: [1, 2] });
  expect(notes.remarks).toEqual([
    'The last line of data.jsonl, line 3, is cut short and left out.',
  ]);
});

test('lines that are no objects are left out, counted, and the first is named', async () => {
  const { cells, notes } = await read('{"a":1}\noops\n[1]\n{"a":2}\n');
  expect(cells).toEqual({ a: [1, 2] });
  expect(notes.remarks).toEqual([
    '2 lines of data.jsonl have no JSON object and are left out; the first is line 2.',
  ]);
});

test('one JSON document says how to make lines of it', async () => {
  expect(String(await problemOf(read('[\n  {\n    "a": 1\n  }\n]\n')))).toContain('jq -c ".[]"');
});

test('values used as keys end in a sentence, not in all memory', async () => {
  const object = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`k${index}`, 1]));
  expect(String(await problemOf(read(JSON.stringify(object))))).toContain('more than 10,000 names');
});

test('the bytes may come in pieces of any length', async () => {
  const value = fc.oneof(
    fc.double(),
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    fc.constant(null),
  );
  const object = fc.dictionary(fc.string({ maxLength: 3 }), value, { maxKeys: 4 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(object, { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 1, max: 30 }),
      async (rows, piece) => {
        const text = rows.map((row) => JSON.stringify(row)).join('\n');
        expect((await read(text, piece)).cells).toEqual((await read(text)).cells);
      },
    ),
  );
});

test('a line with thousands of columns among lines with few takes little memory', async () => {
  const wide = JSON.stringify(Object.fromEntries(evenNames(9_999)));
  const lines = `${'{}\n'.repeat(50_000)}${wide}\n${'{}\n'.repeat(50_000)}`;
  let most = 0;
  for await (const { rows, columns } of readJsonl('a', inPieces(lines, 1 << 20), everything())) {
    most = Math.max(most, rows * columns.size);
  }
  expect(most).toBeLessThan(20_000_000);
});

test('a line without end is told by its number, and not that nothing is an object', async () => {
  const endless = `{"a":1}\n${'x'.repeat(17 << 20)}`;
  expect(String(await problemOf(read(endless)))).toContain('Line 2 of data.jsonl has more than 16');
});

function evenNames(count: number): [string, number][] {
  return Array.from({ length: count }, (_, index) => [`k${index}`, index]);
}
