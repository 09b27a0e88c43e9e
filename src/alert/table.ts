/**
 * Columns as wide as their widest cell; the last one ends where it ends.
 *
 * @param right the columns that end together, as figures should, by their places from 0
 */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const padded = (cell: string, column: number): string =>
    right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === columns - 1 ? cell : padded(cell, column))).join('  ');
  return rows.map(line).join('\n');
}
