import type { Column, Table } from '../column.ts';
import { NoteBook } from '../notes.ts';
import type { DataSource, ReadingProgress } from '../open.ts';
import { counted } from '../words.ts';
import { Budget } from './budget.ts';
import { ColumnBuilder } from './column-builder.ts';

/** 168 MB of numbers: 200 columns of 100,000 rows, and some more, are kept whole. */
const BUDGET = 21_000_000;

export interface TableOptions {
  /** Columns whose numbers are categories. */
  readonly categorical?: ReadonlySet<string>;
  /** The columns that are read; all unless told. */
  readonly only?: ReadonlySet<string>;
  /** Columns that are not read. */
  readonly except?: ReadonlySet<string>;
  /** How many numbers are kept over all columns; of those that have more a sample is kept. */
  readonly budget?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadingProgress) => void;
}

/**
 * Reads all of a source into a table, in bounded memory: a column that is longer than there is room
 * for becomes a uniform sample and says so.
 *
 * @throws DataProblem
 */
export async function readTable(source: DataSource, options: TableOptions = {}): Promise<Table> {
  const { categorical, only, except, budget = BUDGET, signal, onProgress } = options;
  const notes = new NoteBook();
  const builders = new Map<string, ColumnBuilder>();
  const kept = new Budget(budget);
  const wants = (name: string) => only?.has(name) !== false && except?.has(name) !== true;
  let rows = 0;
  const batches = source.batches({
    wants,
    byColumn: true,
    notes,
    ...(signal !== undefined && { signal }),
    ...(onProgress !== undefined && { onProgress }),
  });
  for await (const batch of batches) {
    rows = Math.max(rows, batch.firstRow + batch.rows);
    for (const name of batch.names) {
      if (builders.has(name)) continue;
      const builder = new ColumnBuilder(name, categorical?.has(name) === true, builders.size + 1);
      builders.set(name, builder);
      kept.add(builder.values);
    }
    for (const [name, cells] of batch.columns) builders.get(name)?.add(cells, batch.firstRow);
    kept.keep();
  }
  return tableOf(builders, rows, notes);
}

function tableOf(
  builders: ReadonlyMap<string, ColumnBuilder>,
  rows: number,
  notes: NoteBook,
): Table {
  const columns = new Map<string, Column>();
  for (const [name, builder] of builders) columns.set(name, builder.column(rows));
  for (const [name, why] of notes.unusableColumns) {
    columns.set(name, { kind: 'unusable', rows, missing: 0, why });
  }
  const samples = [...columns.values()].filter((one) => one.kind === 'numeric' && one.isSample);
  const remarks = [...notes.remarks];
  if (samples.length > 0) {
    remarks.push(
      `There are more numbers than fit into memory: ${counted(samples.length, 'column')} ${samples.length === 1 ? 'is' : 'are'} compared by a random sample of the rows.`,
    );
  }
  return { rows, columns, remarks };
}
