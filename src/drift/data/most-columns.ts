import { DataProblem } from './problem.ts';
import { counted } from './words.ts';

/** More names than this are mostly no columns: values are used as keys. Each takes memory of its own. */
export const MOST_COLUMNS = 10_000;

/** @param columns how many of a file are wanted, @throws DataProblem when they are too many */
export function checkColumns(file: string, columns: number): void {
  if (columns <= MOST_COLUMNS) return;
  const most = MOST_COLUMNS.toLocaleString('en-US');
  const what = `${file} has ${counted(columns, 'column')}: at most ${most} can be read at once.`;
  throw new DataProblem('unreadable', what, 'Choose some of them, or write values as values.');
}
