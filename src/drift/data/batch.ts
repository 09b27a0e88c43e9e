import { categoryOf, meantBy, type Cell } from './cell.ts';

/** Rows that follow each other, by columns. */
export interface Batch {
  /** The number of its first row within all the data, from 0. */
  readonly firstRow: number;
  readonly rows: number;
  /** The file it is from, if it is from one: when that was last written (epoch milliseconds), and which of its rows is the first, from 0. */
  readonly file?: { readonly writtenAt: number; readonly firstRow: number };
  /** All columns of the part it is from that were asked for, as far as they are known, in order. */
  readonly names: readonly string[];
  /** Cells for each row; all of `names` unless read by columns. What has none here is missing. */
  readonly columns: ReadonlyMap<string, Cells>;
}

/** The cells of a column in a batch, by their rows in it. */
export interface Cells {
  readonly length: number;
  at(row: number): Cell;
  /** The number, infinities included; NaN where there is none. Makes no object of it. */
  number(row: number): number;
  /** The name of its category, numbers as they are written; null where there is no value. */
  category(row: number): string | null;
  /** The text of a name or an id, as it is written: 1.10 is not 1.1; null where there is no value. */
  text(row: number): string | null;
}

/** Cells that are there already, of a format that knows numbers from words. */
export class ArrayCells implements Cells {
  readonly length: number;
  readonly #cells: ArrayLike<Cell | undefined>;

  constructor(cells: ArrayLike<Cell | undefined>) {
    this.length = cells.length;
    this.#cells = cells;
  }

  at(row: number): Cell {
    return meantBy(this.#cells[row] ?? null);
  }

  number(row: number): number {
    const cell = this.#cells[row];
    if (typeof cell === 'number') return cell;
    return typeof cell === 'bigint' ? Number(cell) : Number.NaN;
  }

  category(row: number): string | null {
    return categoryOf(this.at(row));
  }

  /** Formats that know numbers from words have written down what is which. */
  text(row: number): string | null {
    return this.category(row);
  }
}
