import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNumber } from '../../../src/drift/data/csv/number.ts';

const RUNS = { numRuns: 3000 };

function read(text: string): number {
  const bytes = Buffer.from(`,${text},`);
  return parseNumber(bytes, 1, bytes.length - 1);
}

const digits = fc.string({ unit: fc.constantFrom('0', '1', '4', '5', '9'), maxLength: 24 });

test('a decimal number is the double that JavaScript reads', () => {
  fc.assert(
    fc.property(fc.constantFrom('', '-', '+'), digits, digits, (sign, whole, fraction) => {
      fc.pre(whole + fraction !== '');
      const text = `${sign}${whole}.${fraction}`;
      expect(read(text)).toBe(Number(text));
    }),
    RUNS,
  );
});

test('every double is read back as it was written', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (value) => {
      expect(read(String(value))).toBe(Number(String(value)));
    }),
    RUNS,
  );
});

test('numbers halfway between two doubles are rounded as JavaScript rounds them', () => {
  const halfway = fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n });
  fc.assert(
    fc.property(halfway, fc.integer({ min: 0, max: 19 }), (whole, point) => {
      const text = String(whole);
      const at = Math.max(0, text.length - point);
      const written = `${text.slice(0, at)}.${text.slice(at)}`;
      expect(read(written)).toBe(Number(written));
    }),
    RUNS,
  );
});

test.each([
  '9007199254740993',
  '0.1',
  '123456789012345678',
  '1e5',
  '1E-7',
  '.5',
  '5.',
  '0007',
  '-0',
])('%s is a number', (text) => {
  expect(read(text)).toBe(Number(text));
});

test.each([
  ['inf', Infinity],
  ['-Infinity', -Infinity],
  ['+INF', Infinity],
  [' 1.5 ', 1.5],
])('%s is %d', (text, value) => {
  expect(read(text)).toBe(value);
});

test.each([
  '',
  '-',
  '.',
  '1,5',
  '1 000',
  '1.2.3',
  '0x1F',
  '1_000',
  'NaN',
  'word',
  '1e',
  '--1',
  '²',
])('%j is no number', (text) => {
  expect(read(text)).toBeNaN();
});
