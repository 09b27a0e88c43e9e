import type { Table } from './outcome.ts';

/** A table as lines of one width, and whether all of it could be shown. */
export interface TextTable {
  readonly text: string;
  readonly isWhole: boolean;
}

const GAP = '  ';
/** Of a narrower column nothing could be read. */
const NARROWEST = 4;

/**
 * The first rows of a table for a screen: columns side by side, those that are too wide cut and those
 * that are too many left out, so that no line is wider than it may be.
 */
export function textTable(
  table: Table,
  { width, most }: { readonly width: number; readonly most: number },
): TextTable {
  const fit = Math.max(1, Math.floor((width - 1) / (NARROWEST + GAP.length)));
  const isTooMany = table.columns.length > fit;
  const columns = isTooMany ? [...table.columns.slice(0, fit), '…'] : table.columns;
  const rows = isTooMany ? table.rows.map((row) => row.slice(0, fit)) : table.rows;
  const shown = [columns, ...rows.slice(0, most)].map((row) => row.map(inOneLine));
  const wanted = columns.map((_, column) =>
    Math.max(...shown.map((row) => lengthOf(row[column] ?? ''))),
  );
  const widths = shared(wanted, width - GAP.length * (columns.length - 1));
  const lines = shown.map((row) =>
    row
      .map((cell, column) => fitted(cell, widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
  const isCut = widths.some((one, column) => one < (wanted[column] ?? 0));
  return { text: lines.join('\n'), isWhole: !isCut && !isTooMany && rows.length <= most };
}

/** A width for each: narrow columns keep theirs, the wide ones share what is left. */
function shared(wanted: readonly number[], room: number): readonly number[] {
  const widths = wanted.map(() => 0);
  let left = room;
  const byWidth = [...wanted.entries()].toSorted(([, a], [, b]) => a - b);
  for (const [index, [column, own]] of byWidth.entries()) {
    const part = Math.max(1, Math.floor(left / (byWidth.length - index)));
    const width = Math.min(own, part);
    widths[column] = width;
    left -= width;
  }
  return widths;
}

function fitted(cell: string, width: number): string {
  const signs = [...cell];
  const text = signs.length <= width ? cell : `${signs.slice(0, width - 1).join('')}…`;
  return text + ' '.repeat(Math.max(0, width - lengthOf(text)));
}

function lengthOf(text: string): number {
  return [...text].length;
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
