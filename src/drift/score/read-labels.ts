import { Mistake } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import type { Batch, Cells } from '../data/batch.ts';
import { NoteBook } from '../data/notes.ts';
import type { DataSource } from '../data/open.ts';
import { DataProblem } from '../data/problem.ts';
import { counted, listed, quoted } from '../data/words.ts';
import { Labels, type Flaw } from './labels.ts';

/** What the two columns are called. */
export interface LabelColumns {
  readonly actual: string;
  readonly probability: string;
}

export interface LabelledData {
  /** 1 for the positive class. */
  readonly actual: Uint8Array;
  readonly probability: Float64Array;
  readonly remarks: readonly string[];
}

/**
 * Reads what a model predicted and what was true.
 *
 * @throws DataProblem where it can't be read, or a row has no label or no probability
 * @throws Mistake where there is no such column
 */
export async function readLabels(source: DataSource, columns: LabelColumns): Promise<LabelledData> {
  const notes = new NoteBook();
  const labels = new Labels();
  const seen = new Set<string>();
  const wants = (name: string): boolean => {
    seen.add(name);
    return name === columns.actual || name === columns.probability;
  };
  for await (const batch of source.batches({ wants, notes })) addRows(batch, columns, labels);
  for (const [what, name] of Object.entries(columns))
    if (!seen.has(name)) throw unknown(what, name, seen);
  const unusable =
    notes.unusableColumns.get(columns.actual) ?? notes.unusableColumns.get(columns.probability);
  if (unusable !== undefined) throw new DataProblem('unreadable', unusable, 'Mend the file.');
  const [flaw] = labels.flaws;
  if (flaw !== undefined) throw flawed(source.name, flaw, labels.flaws.slice(1));
  return { ...labels.taken(), remarks: notes.remarks };
}

const NONE: Pick<Cells, 'at'> = { at: () => null };

function addRows({ rows, firstRow, columns }: Batch, names: LabelColumns, labels: Labels): void {
  const actual = columns.get(names.actual) ?? NONE;
  const probability = columns.get(names.probability) ?? NONE;
  for (let row = 0; row < rows; row += 1) {
    labels.add(actual.at(row), probability.at(row), firstRow + row + 1);
  }
}

function unknown(what: string, name: string, seen: ReadonlySet<string>): Mistake {
  const meant = nearest(name, seen);
  const written = meant === undefined ? 'COLUMN' : meant;
  const there = meant === undefined ? ` (there are ${listed([...seen])})` : '';
  return new Mistake(`there is no column ${quoted(name)}`, `write --${what} ${written}${there}`);
}

function flawed(file: string, first: Flaw, more: readonly Flaw[]): DataProblem {
  const texts = [first, ...more].map(({ has, row, count }) => {
    const others = count > 1 ? `, the first of ${counted(count, 'row')} like it` : '';
    return `Row ${row} of ${file} ${has}${others}.`;
  });
  const mend = 'A label is 0, 1, true or false, and a probability is between 0 and 1.';
  return new DataProblem('unreadable', texts.join(' '), mend);
}
