import { checkColumns } from '../most-columns.ts';
import { counted, quoted } from '../words.ts';
import { unquoted } from './cells.ts';

/** What else than a comma may part the cells. */
const OTHERS = [';', '\t', '|'] as const;
/** Columns that are not wanted cost their names only, but these, too. */
const MOST_NAMES = 1_000_000;
const NAMES: Readonly<Record<string, string>> = { ';': 'semicolons', '\t': 'tabs', '|': 'bars' };

export interface Header {
  readonly delimiter: string;
  readonly names: readonly string[];
  /** What people should know of it, in a sentence each. */
  readonly remarks: readonly string[];
  /** Names that several columns have, and how many. */
  readonly duplicates: ReadonlyMap<string, number>;
}

/** Where the first line that is not blank begins and ends (before its line feed), or undefined when it goes on. */
export function findHeader(bytes: Buffer, isLast: boolean): [number, number] | undefined {
  let start = 0;
  while (bytes[start] === 10 || bytes[start] === 13) start += 1;
  let isQuoted = false;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 34) isQuoted = !isQuoted;
    else if (byte === 10 && !isQuoted) return [start, at];
  }
  return isLast && start < bytes.length ? [start, bytes.length] : undefined;
}

/** Reads the line that names the columns, and by what it parts them. */
export function readHeader(line: string, file: string): Header {
  const text = line.replace(/\r$/u, '');
  const delimiter = delimiterOf(text, file);
  const cells = cellsOf(text, delimiter);
  if (cells.length > MOST_NAMES) checkColumns(file, cells.length);
  const names = cells.map((cell, index) => {
    const name = (cell.startsWith('"') ? unquoted(cell) : cell).trim();
    return name === '' ? `column ${index + 1}` : name;
  });
  const remarks: string[] = [];
  if (delimiter !== ',') {
    remarks.push(`${file} parts its cells by ${NAMES[delimiter]}, not by commas.`);
  }
  if (names.length > 1 && names.every((name) => /^-?\d*\.?\d+$/u.test(name))) {
    remarks.push(
      `The names of the columns of ${file} are numbers, such as ${quoted(names[0] ?? '')}: its first line is taken for the header.`,
    );
  }
  const seen = new Map<string, number>();
  for (const name of names) seen.set(name, (seen.get(name) ?? 0) + 1);
  const duplicates = new Map([...seen].filter(([, count]) => count > 1));
  return { delimiter, names, remarks, duplicates };
}

/** Why a name that several columns have can't be used. */
export function duplicateText(name: string, count: number, file: string): string {
  return `The header of ${file} gives the name ${quoted(name)} to ${counted(count, 'column')}: give each a name of its own.`;
}

/** The one that there is most of: names have commas in them, too. Only of tabs a file's name says that they part. */
function delimiterOf(text: string, file: string): string {
  const bare = text.replaceAll(/"[^"]*"/gu, '');
  if (/\.tsv(?:\.gz)?$/iu.test(file) && bare.includes('\t')) return '\t';
  const count = (delimiter: string) => bare.split(delimiter).length - 1;
  const [best = ','] = [',', ...OTHERS].toSorted((a, b) => count(b) - count(a));
  return best;
}

function cellsOf(text: string, delimiter: string): string[] {
  const cells: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && text[at] === '"') isQuoted = !isQuoted;
    if (at === text.length || (text[at] === delimiter && !isQuoted)) {
      cells.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return cells;
}
