/** A value of a row. */
export type Cell = string | number | bigint | boolean | Date | null;

/** What stands for no value, as pandas and R write it. */
const MISSING: ReadonlySet<string> = new Set([
  '',
  'null',
  'NULL',
  'NaN',
  'nan',
  'NA',
  'N/A',
  'n/a',
  'None',
  '<NA>',
]);

/** Words that are no value; blanks around them do not count. */
export function isMissing(text: string): boolean {
  return text.length < 10 && MISSING.has(text.trim());
}

/** A cell of a format that knows numbers from words: of its words some stand for no value. */
export function meantBy(value: Cell): Cell {
  if (typeof value === 'string') return isMissing(value) ? null : value;
  return typeof value === 'number' && Number.isNaN(value) ? null : value;
}

/** The cell as a category is called, the same in every format; null where there is no value. */
export function categoryOf(cell: Cell): string | null {
  if (cell === null || typeof cell === 'string') return cell;
  return cell instanceof Date ? dateText(cell) : String(cell);
}

/** A day as `2026-01-31`, a moment as `2026-01-31T12:00:00.000Z`. */
function dateText(date: Date): string {
  return Number.isNaN(date.getTime())
    ? 'Invalid Date'
    : date.toISOString().replace(/T00:00:00\.000Z$/u, '');
}
