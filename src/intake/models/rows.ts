import { setImmediate } from 'node:timers/promises';
import { decodeBody } from '../body.ts';
import { parseJson } from '../json.ts';
import { Refusal } from '../refusal.ts';
import { RowProblem } from './row.ts';

/** Rows that can be used, and of the others why not. */
export interface ReadRows<Row> {
  readonly rows: readonly { readonly index: number; readonly row: Row }[];
  readonly refused: readonly RefusedRow[];
}

export interface RefusedRow {
  /** Its place among the rows, from 0. */
  readonly index: number;
  readonly why: string;
}

/** So many rows a message may have: what is read of one costs a second at most, whatever is in it. */
export const MOST_ROWS = 20_000;
/** So many are read in one go, some milliseconds: then others are heard. */
const AT_ONCE = 100;

/**
 * Rows as they were posted: a JSON object, an array of them, or a line of JSON each.
 *
 * @param read @throws RowProblem
 * @throws Refusal (400) where there are none, (413) where there are too many
 */
export async function readRows<Row>(
  body: Uint8Array,
  read: (row: unknown) => Row,
): Promise<ReadRows<Row>> {
  const rows: { index: number; row: Row }[] = [];
  const refused: RefusedRow[] = [];
  let index = 0;
  for (const written of writtenIn(decodeBody(body))) {
    if (index >= MOST_ROWS) {
      const many = `there are more than ${MOST_ROWS} rows: send them in several messages`;
      throw new Refusal(413, many);
    }
    try {
      if (written instanceof RowProblem) throw written;
      rows.push({ index, row: read(written) });
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error;
      refused.push({ index, why: error.message });
    }
    index += 1;
    if (index % AT_ONCE === 0) await setImmediate();
  }
  if (index === 0) throw new Refusal(400, 'there are no rows in the body');
  return { rows, refused };
}

/** What may be a row each; a line that is no JSON is a problem of its own. */
function* writtenIn(text: string): Generator {
  const whole = parseJson(text);
  if (whole.ok) {
    if (Array.isArray(whole.value)) yield* whole.value;
    else yield whole.value;
    return;
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  // An array that was cut short is no rows of one each.
  if (lines.length === 1 || text.trimStart().startsWith('[')) {
    throw new Refusal(400, `the body: ${whole.why}`);
  }
  for (const line of lines) {
    const json = parseJson(line);
    yield json.ok ? json.value : new RowProblem(`is ${json.why}`);
  }
}
