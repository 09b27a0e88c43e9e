import { setImmediate } from 'node:timers/promises';
import type { Kept, Prediction, Predictions, Truth } from '../../engine/ports/predictions.ts';
import { readPrediction, readTruth, RowProblem } from '../../intake/models/row.ts';
import type { Batch } from '../data/batch.ts';
import { NoteBook } from '../data/notes.ts';
import type { DataSource } from '../data/open.ts';
import { DataProblem } from '../data/problem.ts';
import { counted, listed, quoted } from '../data/words.ts';

/** So many rows are read and kept in one go, so that a long file never holds up the others. */
const AT_ONCE = 500;
/** A file without a column of these is none of ours. */
const NEEDED: ReadonlySet<string> = new Set(['entity', 'date', 'probability', 'actual']);

/** In these a number is a name: 007 is not 7. */
const WORDS: ReadonlySet<string> = new Set(['entity', 'version', 'label', 'trace_id']);

export interface FilesParts {
  readonly store: Pick<Predictions, 'keep' | 'keepTruths'>;
  /** The version in use, for rows that do not say. */
  readonly version: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** Told of predictions that were not known before. */
  readonly onNew: (model: string, rows: readonly Prediction[]) => void;
}

/** Columns of a file, by what they are called where rows are posted. */
export type Columns = Readonly<Record<string, string>>;

/**
 * Keeps the predictions of files, as if they had been posted: rows that can't be used are left out.
 *
 * @returns what should be known of them, in a sentence each
 * @throws DataProblem, StoreUnavailable
 */
export function keepPredictions(
  model: string,
  source: DataSource,
  columns: Columns,
  { store, version, now, signal, onNew }: FilesParts,
): Promise<readonly string[]> {
  return keepRows(source, columns, signal, {
    // A file says of which day a row is; when it was made, if nobody says, was then.
    read: (row) => readPrediction({ ...row, at: row['at'] ?? row['date'] }, now, version),
    async keep(rows) {
      const kept = await store.keep(model, rows);
      const fresh = rows.filter((_, index) => kept[index] === 'new');
      if (fresh.length > 0) onNew(model, fresh);
      return kept;
    },
  });
}

/**
 * Keeps the labels of files. One that does not say when it was known counts as known now, and what stands
 * further down as known later: a file that was written again is right.
 */
export function keepTruths(
  model: string,
  source: DataSource,
  columns: Columns,
  { store, now, signal }: FilesParts,
): Promise<readonly string[]> {
  let place = 0;
  return keepRows<Truth>(source, columns, signal, {
    read: (row) => readTruth(row, now + place++),
    keep: (rows) => store.keepTruths(model, rows),
  });
}

interface Keeping<Row> {
  readonly read: (row: Readonly<Record<string, unknown>>) => Row;
  readonly keep: (rows: readonly Row[]) => Promise<readonly Kept[]>;
}

async function keepRows<Row>(
  source: DataSource,
  columns: Columns,
  signal: AbortSignal,
  { read, keep }: Keeping<Row>,
): Promise<readonly string[]> {
  const notes = new NoteBook();
  const seen = new Set<string>();
  const called = new Set(Object.values(columns));
  const wants = (name: string): boolean => {
    seen.add(name);
    return called.has(name);
  };
  let full = 0;
  for await (const batch of source.batches({ wants, notes, signal })) {
    const missing = Object.entries(columns).find(
      ([name, column]) => NEEDED.has(name) && !seen.has(column),
    );
    if (missing !== undefined) throw noColumn(source.name, missing, seen);
    let rows: Row[] = [];
    for (let row = 0; row < batch.rows; row += 1) {
      const written = rowOf(batch, columns, row);
      try {
        rows.push(read(written));
      } catch (error) {
        if (!(error instanceof RowProblem)) throw error;
        notes.leftOut(source.name, `a mistake (${error.message})`, batch.firstRow + row + 1);
      }
      if ((row + 1) % AT_ONCE !== 0) continue;
      await setImmediate();
      full += fullOf(await keep(rows));
      rows = [];
    }
    full += fullOf(await keep(rows));
  }
  const tooMany =
    full === 0 ? [] : [`${counted(full, 'row')} of ${source.name} are too many of their day.`];
  return [...notes.remarks, ...tooMany];
}

function fullOf(kept: readonly Kept[]): number {
  return kept.filter((one) => one === 'full').length;
}

function rowOf(batch: Batch, columns: Columns, row: number): Readonly<Record<string, unknown>> {
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
