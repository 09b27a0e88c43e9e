/** What a spreadsheet would take for a formula, and run. Source: OWASP, CSV Injection. */
const FORMULA = /^[=+\-@\t]/u;
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/iu;

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table as CSV (RFC 4180). What comes from outside is text: an apostrophe keeps it from being a formula. */
export function csvOf({ columns, rows }: Table): string {
  const lines = [columns, ...rows.map((row) => row.map(harmless))];
  return lines.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function harmless(value: string): string {
  return FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
}

function cell(text: string): string {
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
