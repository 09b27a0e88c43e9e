import { NoteBook } from '../../../src/drift/data/notes.ts';
import type { Cell } from '../../../src/drift/data/cell.ts';
import { DataProblem } from '../../../src/drift/data/problem.ts';
import type { PartBatch, Wanted } from '../../../src/drift/data/part.ts';

/** All that is wanted of a part, with the notes that a reader makes. */
export function everything(): Wanted & { readonly notes: NoteBook } {
  return { wants: () => true, byColumn: false, notes: new NoteBook() };
}

/** Bytes in pieces of some length. */
export async function* inPieces(bytes: Buffer | string, length: number): AsyncGenerator<Buffer> {
  const all = Buffer.from(bytes);
  for (let at = 0; at < all.length; at += length) yield all.subarray(at, at + length);
}

/** The cells of all batches by columns; rows in which a batch has no such column are null. */
export async function cellsOf(
  batches: AsyncIterable<Pick<PartBatch, 'firstRow' | 'rows' | 'columns'>>,
): Promise<Record<string, Cell[]>> {
  const columns = new Map<string, Cell[]>();
  let rows = 0;
  for await (const batch of batches) {
    rows = Math.max(rows, batch.firstRow + batch.rows);
    for (const [name, cells] of batch.columns) {
      const column = columns.get(name) ?? [];
      columns.set(name, column);
      for (let row = 0; row < cells.length; row += 1) column[batch.firstRow + row] = cells.at(row);
    }
  }
  return Object.fromEntries(
    [...columns].map(([name, cells]) => [
      name,
      Array.from({ length: rows }, (_, row) => cells[row] ?? null),
    ]),
  );
}

/** What a reading does: it ends, or it fails with a problem that has a sentence; anything else is shown. */
export async function endOf(reading: Promise<unknown>): Promise<unknown> {
  const problem = await problemOf(reading);
  return problem === undefined || problem instanceof DataProblem ? 'fine' : problem;
}

/** What a reading fails with. */
export async function problemOf(reading: Promise<unknown>): Promise<unknown> {
  return reading.then(
    () => undefined,
    (error: unknown) => error,
  );
}
