import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvOf } from '../../../src/alert/csv.ts';
import { textTable } from '../../../src/metrics/logs/text-table.ts';
import { remarksOf, scanWords, sizeText } from '../../../src/metrics/logs/words.ts';

test('a table on a screen has its columns below each other', () => {
  const table = {
    columns: ['error_type', 'errors'],
    rows: [
      ['Timeout', '41'],
      ['CardDeclined', '7'],
    ],
  };
  expect(textTable(table, { width: 40, most: 20 })).toEqual({
    text: 'error_type    errors\nTimeout       41\nCardDeclined  7',
    isWhole: true,
  });
  expect(textTable(table, { width: 40, most: 1 })).toEqual({
    text: 'error_type  errors\nTimeout     41',
    isWhole: false,
  });
});

test('what is too wide is cut, and narrow columns are left as they are', () => {
  const table = {
    columns: ['at', 'message'],
    rows: [['10:00', 'it took\n  so long that nobody waited']],
  };
  expect(textTable(table, { width: 20, most: 20 })).toEqual({
    text: 'at     message\n10:00  it took so l…',
    isWhole: false,
  });
});

test('of very many columns the first are shown, and that there are more', () => {
  const columns = Array.from({ length: 300 }, (_, index) => `column${index}`);
  const { text, isWhole } = textTable({ columns, rows: [columns] }, { width: 30, most: 5 });
  const line = 'colu…  colu…  colu…  colum…';
  expect(text).toBe(`${line}  …\n${line}`);
  expect(isWhole).toBe(false);
});

test('no line is wider than it may be, and a table that is whole has all that was found', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/\s/u.test(text));
  const tables = fc.integer({ min: 1, max: 60 }).chain((columns) =>
    fc.record({
      columns: fc.array(cell, { minLength: columns, maxLength: columns }),
      rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 5 }),
    }),
  );
  fc.assert(
    fc.property(tables, fc.integer({ min: 30, max: 100 }), (table, width) => {
      const { text, isWhole } = textTable(table, { width, most: 5 });
      for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(width);
      if (!isWhole) return;
      for (const value of table.rows.flat()) expect(text).toContain(value);
    }),
  );
});

test('a file has all rows, and nothing in it that a spreadsheet would run', () => {
  const rows = [
    ['=HYPERLINK("http://x")', '-5'],
    ['+cmd', '1e3'],
    ['a "b", c', '-x'],
    ['@sum', ''],
  ];
  expect(csvOf({ columns: ['@message', 'errors'], rows })).toBe(
    [
      '@message,errors',
      `"'=HYPERLINK(""http://x"")",-5`,
      `'+cmd,1e3`,
      `"a ""b"", c",'-x`,
      `'@sum,`,
      '',
    ].join('\r\n'),
  );
});

test('what was scanned is said as it is paid for', () => {
  expect([0, 812, 3_400_000, 12_000_000_000, 2.5e12].map(sizeText)).toEqual([
    '0 B',
    '812 B',
    '3.4 MB',
    '12 GB',
    '2.5 TB',
  ]);
  expect(scanWords({ bytes: 812 })).toBe('812 B scanned, under $0.001');
  expect(scanWords({ bytes: 1e12 })).toBe('1 TB scanned, about $5.000');
});

test('where CloudWatch gives no more rows that is said', () => {
  const rows = Array.from({ length: 10_000 }, () => ['x']);
  const scan = { bytes: 0, events: 0, matched: 0 };
  const found = { ok: true, table: { columns: ['a'], rows }, scan, isCutOff: false } as const;
  expect(remarksOf(found, 1)).toEqual(['These are the first 10000 rows.']);
});
