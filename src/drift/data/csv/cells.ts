import type { Cells } from '../batch.ts';
import { isMissing, type Cell } from '../cell.ts';
import { parseNumber } from './number.ts';
import type { ScannedRows } from './scan.ts';
import type { WordCache } from './word-cache.ts';

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);

/** A number as other formats write it too. `007` and identifiers that no double holds stay as they are. */
const PLAIN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/u;
const MOST_PLAIN = 16;

/** Where the cells of a column are, and what is known of its words. */
export interface Place {
  readonly slot: number;
  readonly wanted: number;
  readonly words: WordCache;
}

/** A column of rows that were found in bytes; its cells are read when they are asked for. */
export class CsvCells implements Cells {
  readonly length: number;
  readonly #bytes: Buffer;
  readonly #bounds: Int32Array;
  readonly #stride: number;
  readonly #offset: number;
  readonly #words: WordCache;

  constructor(bytes: Buffer, { rows, bounds }: ScannedRows, { slot, wanted, words }: Place) {
    this.length = rows;
    this.#bytes = bytes;
    this.#bounds = bounds;
    this.#stride = wanted * 2;
    this.#offset = slot * 2;
    this.#words = words;
  }

  at(row: number): Cell {
    const number = this.number(row);
    if (!Number.isNaN(number)) return number;
    const text = this.text(row);
    return text === null ? null : (BOOLEANS.get(text) ?? text);
  }

  text(row: number): string | null {
    const index = row * this.#stride + this.#offset;
    const start = this.#bounds[index] ?? 0;
    const cell = this.#bytes.toString('utf8', start < 0 ? ~start : start, this.#bounds[index + 1]);
    const text = textOf(cell);
    return isMissing(text) ? null : text;
  }

  number(row: number): number {
    const index = row * this.#stride + this.#offset;
    const start = this.#bounds[index] ?? 0;
    const end = this.#bounds[index + 1] ?? 0;
    return start >= 0
      ? parseNumber(this.#bytes, start, end)
      : parseNumber(this.#bytes, ~start + 1, end - 1);
  }

  category(row: number): string | null {
    const index = row * this.#stride + this.#offset;
    const start = this.#bounds[index] ?? 0;
    return this.#words.category(
      this.#bytes,
      start < 0 ? ~start : start,
      this.#bounds[index + 1] ?? 0,
    );
  }
}

/** The category of a cell as it is written. */
export function categoryOfCell(cell: string): string | null {
  const text = textOf(cell);
  if (isMissing(text)) return null;
  const first = text.charCodeAt(0);
  if (first <= 57 && text.length <= MOST_PLAIN && PLAIN_NUMBER.test(text)) {
    return String(Number(text));
  }
  const boolean = BOOLEANS.get(text);
  return boolean === undefined ? text : String(boolean);
}

function textOf(cell: string): string {
  return cell.startsWith('"') ? unquoted(cell) : cell;
}

/** The text of a quoted cell; what stands behind its last quote belongs to it. */
export function unquoted(cell: string): string {
  let end = cell.indexOf('"', 1);
  while (end !== -1 && cell[end + 1] === '"') end = cell.indexOf('"', end + 2);
  if (end === -1) end = cell.length;
  return cell.slice(1, end).replaceAll('""', '"') + cell.slice(end + 1);
}
