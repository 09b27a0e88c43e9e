import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimal } from '../../../src/drift/data/parquet/decimal.ts';
import { UNPACK } from '../../../src/drift/data/parquet/unpack.ts';
import { readParquet } from '../../../src/drift/data/parquet/read.ts';
import { MemoryPart, parquetOf } from './parquet-file.ts';
import { cellsOf, endOf, everything, problemOf } from './reading.ts';

async function read(bytes: Buffer, byColumn = false) {
  const wanted = { ...everything(), byColumn };
  const cells = await cellsOf(readParquet(new MemoryPart(bytes), wanted));
  return { cells, notes: wanted.notes };
}

const DAY = new Date('2026-01-31T00:00:00.000Z');

const TYPED = parquetOf([
  { name: 'double', data: [1.5, null, Number.NaN, Infinity], type: 'DOUBLE' },
  { name: 'int64', data: [1n, 2n ** 60n, null, -5n], type: 'INT64' },
  { name: 'text', data: ['a', 'NA', null, 'ä😀'], type: 'STRING' },
  { name: 'flag', data: [true, false, null, true], type: 'BOOLEAN' },
  { name: 'at', data: [DAY, null, DAY, DAY], type: 'TIMESTAMP' },
]);

test('each type is read as what it means', async () => {
  expect((await read(TYPED)).cells).toEqual({
    double: [1.5, null, null, Infinity],
    int64: [1n, 2n ** 60n, null, -5n],
    text: ['a', null, null, 'ä😀'],
    flag: [true, false, null, true],
    at: [DAY, null, DAY, DAY],
  });
});

test('side by side and column by column are the same, whatever the sizes of pages and row groups', async () => {
  const numbers = Array.from({ length: 5000 }, (_, index) => index / 7);
  const words = numbers.map((_, index) => (index % 11 === 0 ? null : `w${index % 7}`));
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 100, max: 6000 }),
      fc.integer({ min: 500, max: 20_000 }),
      async (rowGroupSize, pageSize) => {
        const bytes = parquetOf(
          [
            { name: 'n', data: numbers, type: 'DOUBLE' },
            { name: 'w', data: words, type: 'STRING' },
          ],
          { rowGroupSize, pageSize },
        );
        expect((await read(bytes)).cells).toEqual({ n: numbers, w: words });
        expect((await read(bytes, true)).cells).toEqual({ n: numbers, w: words });
      },
    ),
    { numRuns: 15 },
  );
});

test('only the bytes of the wanted columns are fetched', async () => {
  const data = Float64Array.from({ length: 100_000 }, Math.random);
  const names = ['a', 'b', 'c', 'd'];
  const bytes = parquetOf(
    names.map((name) => ({ name, data, type: 'DOUBLE' as const })),
    { codec: 'UNCOMPRESSED', rowGroupSize: 100_000 },
  );
  const part = new MemoryPart(bytes);
  const wanted = { ...everything(), wants: (name: string) => name === 'c' };
  expect(Object.keys(await cellsOf(readParquet(part, wanted)))).toEqual(['c']);
  const fetched = part.slices.reduce((sum, [start, end]) => sum + end - start, 0);
  expect(fetched).toBeLessThan(0.5 * bytes.length);
});

test('lists and structures can be used for nothing, and the other columns are unharmed', async () => {
  const bytes = parquetOf([
    { name: 'json', data: [{ a: 1 }, [2]], type: 'JSON' },
    { name: 'x', data: [1, 2], type: 'DOUBLE' },
  ]);
  const { cells, notes } = await read(bytes);
  expect(cells).toEqual({ x: [1, 2] });
  expect([...notes.unusableColumns]).toEqual([
    ['json', '"json" holds documents: write single values into columns of their own.'],
  ]);
});

test('a decimal is the number nearest to it', () => {
  expect(decimal(1999, 2)).toBe(19.99);
  expect(decimal(-5n, 1)).toBe(-0.5);
  expect(decimal(Uint8Array.of(0xff, 0xfe), 0)).toBe(-2);
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }), fc.nat(28), (whole, scale) => {
      expect(decimal(whole, scale)).toBe(Number(`${whole}e-${scale}`));
    }),
  );
});

test.each(Object.entries(UNPACK))('in %s a page without values is nothing', (_, unpack) => {
  expect(unpack(Uint8Array.of(0), 0)).toHaveLength(0);
});

test('a file without its end says that it is cut short', async () => {
  expect(String(await problemOf(read(TYPED.subarray(0, 300))))).toContain('cut short');
  expect(String(await problemOf(read(Buffer.from('PAR1'))))).toContain('cut short');
});

test('a footer is not read when it says that it is larger than any', async () => {
  const file = parquetOf([{ name: 'a', data: [1], type: 'DOUBLE' }]);
  file.writeUInt32LE(1_000_000_000, file.length - 8);
  const part = Object.assign(new MemoryPart(file), { size: 2_000_000_000 });
  part.slice = async (start, end) => {
    part.slices.push([start, end]);
    return file.subarray(start - part.size + file.length, end - part.size + file.length);
  };
  const problem = await problemOf(cellsOf(readParquet(part, everything())));
  expect(String(problem)).toContain('its footer would have 1,000,000,000 bytes');
  expect(part.slices.every(([start, end]) => end - start < 100)).toBe(true);
});

test('a page of a few bytes that unpacks to more than fits is refused', async () => {
  const data = Array.from({ length: 10_000_001 }, () => true);
  const file = parquetOf([{ name: 'a', data, type: 'BOOLEAN' }], {
    rowGroupSize: 2e7,
    pageSize: 2e7,
  });
  expect(file.length).toBeLessThan(10_000);
  expect(String(await problemOf(read(file)))).toContain('is damaged');
});

test('what is no Parquet says so', async () => {
  expect(String(await problemOf(read(Buffer.from('a,b\n1,2\n'))))).toContain('is no Parquet file');
});

test('damaged bytes end in a sentence', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(TYPED.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      async (damages, byColumn) => {
        const bytes = Buffer.from(TYPED);
        for (const [at, byte] of damages) bytes[at] = byte;
        expect(await endOf(read(bytes, byColumn))).toBe('fine');
      },
    ),
    { numRuns: 400 },
  );
});
