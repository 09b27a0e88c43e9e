import type { Prediction, Truth } from '../../engine/ports/predictions.ts';
import { readPrediction, readTruth, RowProblem } from '../../intake/models/row.ts';
import type { Batch } from '../data/batch.ts';
import { NoteBook } from '../data/notes.ts';
import type { DataSource } from '../data/open.ts';
import { DataProblem } from '../data/problem.ts';
import { listed, quoted } from '../data/words.ts';

/** So many rows are given at once: whoever keeps them is busy for some milliseconds. */
const AT_ONCE = 250;
/** A file without a column of these is none of ours. */
const NEEDED: ReadonlySet<string> = new Set(['entity', 'date', 'probability', 'actual']);

/** In these a number is a name: 007 is not 7. */
const WORDS: ReadonlySet<string> = new Set(['entity', 'version', 'label', 'trace_id']);

/** What is in files, and how it is read. */
export interface RowsWanted {
  readonly of: 'predictions' | 'truths';
  /** Columns of a file, by what they are called where rows are posted. */
  readonly columns: Readonly<Record<string, string>>;
  /** The version in use, for predictions that do not say. */
  readonly version: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Some rows of files. */
export type Slice =
  | { readonly predictions: readonly Prediction[] }
  | { readonly truths: readonly Truth[] };

/**
 * Reads rows of files as if they had been posted: those that can't be used are left out. A label that does
 * not say when it was known counts as known when its file was written, and what stands further down as known
 * a millisecond later: a file that was written again is right, and what is posted after that is, too.
 *
 * @param give takes the rows, and is waited for before more are read; it is given none now and then, where
 *   many rows are left out
 * @returns what should be known of the files, in a sentence each
 * @throws DataProblem
 */
export function readRows(
  source: DataSource,
  { of, columns, version, now }: RowsWanted,
  give: (slice: Slice) => Promise<void>,
): Promise<readonly string[]> {
  if (of === 'predictions') {
    return readSlices(source, columns, {
      // A file says of which day a row is; when it was made, if nobody says, was then.
      read: (row) => readPrediction({ ...row, at: row['at'] ?? row['date'] }, now, version),
      give: (predictions) => give({ predictions }),
    });
  }
  return readSlices(source, columns, {
    read(row, { file = { writtenAt: now, firstRow: 0 } }, place) {
      const known = Math.min(file.writtenAt + file.firstRow + place, now);
      return readTruth({ ...row, at: row['at'] ?? new Date(known) }, now);
    },
    give: (truths) => give({ truths }),
  });
}

interface Slicing<Row> {
  /** @param place of the row in its batch */
  readonly read: (row: Readonly<Record<string, unknown>>, batch: Batch, place: number) => Row;
  readonly give: (rows: readonly Row[]) => Promise<void>;
}

async function readSlices<Row>(
  source: DataSource,
  columns: RowsWanted['columns'],
  { read, give }: Slicing<Row>,
): Promise<readonly string[]> {
  const notes = new NoteBook();
  const seen = new Set<string>();
  const called = new Set(Object.values(columns));
  const wants = (name: string): boolean => {
    seen.add(name);
    return called.has(name);
  };
  for await (const batch of source.batches({ wants, notes })) {
    const missing = Object.entries(columns).find(
      ([name, column]) => NEEDED.has(name) && !seen.has(column),
    );
    if (missing !== undefined) throw noColumn(source.name, missing, seen);
    let rows: Row[] = [];
    for (let row = 0; row < batch.rows; row += 1) {
      const written = rowOf(batch, columns, row);
      try {
        rows.push(read(written, batch, row));
      } catch (error) {
        if (!(error instanceof RowProblem)) throw error;
        notes.leftOut(source.name, `a mistake (${error.message})`, batch.firstRow + row + 1);
      }
      if ((row + 1) % AT_ONCE !== 0) continue;
      await give(rows);
      rows = [];
    }
    await give(rows);
  }
  return notes.remarks;
}

function rowOf(
  batch: Batch,
  columns: RowsWanted['columns'],
  row: number,
): Readonly<Record<string, unknown>> {
  const cells = Object.entries(columns).map(([name, column]) => {
    const found = batch.columns.get(column);
    return [name, (WORDS.has(name) ? found?.text(row) : found?.at(row)) ?? null];
  });
  return Object.fromEntries(cells);
}

function noColumn(
  file: string,
  [name, column]: readonly [string, string],
  seen: ReadonlySet<string>,
): DataProblem {
  const what = `${file} has no column ${quoted(column)}, which is to hold the ${name}.`;
  const mend = `Write columns: { ${name}: … } into the config, with one of ${listed([...seen])}.`;
  return new DataProblem('unreadable', what, mend);
}
