import { Mistake } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import type { Table } from '../data/column.ts';
import type { DataSource } from '../data/open.ts';
import { readTable } from '../data/table/read-table.ts';
import { listed, quoted } from '../data/words.ts';
import type { Columns, ComparisonProgress } from './comparer.ts';
import { SIDE_NAMES, type Sides } from './sides.ts';

/**
 * Numbers of a side that are kept, over all its columns: 168 MB. Of columns that are longer a sample
 * is compared.
 */
const BUDGET = 21_000_000;

/** A side as it is read: its data, or where it is. */
export type Readable = Table | DataSource;

/**
 * Reads both sides, one after the other, each with the columns that are compared.
 *
 * @throws DataProblem
 * @throws Mistake for a required column that neither side has
 */
export async function readSides(
  sides: Sides<Readable>,
  columns: Columns,
  onProgress: (progress: ComparisonProgress) => void,
): Promise<Sides<Table>> {
  const seen = new Set<string>();
  const read = async (side: keyof Sides<unknown>): Promise<Table> => {
    const data = sides[side];
    if ('columns' in data) return chosen(data, columns, seen);
    return readTable(noting(data, seen), {
      ...setsOf(columns),
      budget: BUDGET,
      onProgress: ({ rows }) =>
        onProgress({ text: `reading ${SIDE_NAMES[side]}, ${rows.toLocaleString('en-US')} rows` }),
    });
  };
  const tables = { reference: await read('reference'), current: await read('current') };
  for (const name of columns.required ?? []) if (!seen.has(name)) throw unknown(name, seen);
  return tables;
}

function setsOf({ categorical, only, except }: Columns) {
  return {
    ...(categorical && { categorical: new Set(categorical) }),
    ...(only && { only: new Set(only) }),
    ...(except && { except: new Set(except) }),
  };
}

/** What is at hand already was read once, by whoever has it: the numbers are what they are. */
function chosen(table: Table, { only, except }: Columns, seen: Set<string>): Table {
  for (const name of table.columns.keys()) seen.add(name);
  const isChosen = (name: string): boolean =>
    only?.includes(name) !== false && except?.includes(name) !== true;
  const columns = new Map([...table.columns].filter(([name]) => isChosen(name)));
  return { ...table, columns };
}

/** The same source; the names of all its columns are noted, also of those that are not read. */
function noting(source: DataSource, seen: Set<string>): DataSource {
  return {
    name: source.name,
    batches: ({ wants, ...reading } = {}) =>
      source.batches({
        ...reading,
        wants: (name) => {
          seen.add(name);
          return wants?.(name) !== false;
        },
      }),
  };
}

function unknown(name: string, seen: ReadonlySet<string>): Mistake {
  const meant = nearest(name, seen);
  return new Mistake(
    `neither side has a column ${quoted(name)}`,
    meant === undefined ? `write one of ${listed([...seen])}` : `write ${quoted(meant)}`,
  );
}
