const QUOTE = 34;
const LINE_FEED = 10;
const RETURN = 13;

/** The cells of complete rows, where they stand in the bytes. */
export interface ScannedRows {
  readonly rows: number;
  /**
   * Two numbers a cell, row by row, the wanted columns only: where it begins, as ~offset when it is
   * quoted, and where it ends.
   */
  readonly bounds: Int32Array;
  /** Where the bytes begin that are no complete row; of the last ones those in quotes that nothing closes. */
  readonly rest: number;
}

export interface Layout {
  readonly delimiter: number;
  /** For each column the place of its cells among the wanted ones; -1 where it is not wanted. */
  readonly slots: Int32Array;
  readonly wanted: number;
}

/** Finds rows and cells in the bytes of a CSV file (RFC 4180), a stretch after the other. */
export class RowScanner {
  readonly #layout: Layout;
  readonly #odd: (cells: number, line: number) => void;
  #line: number;
  #expected = 1024;

  /**
   * @param firstLine the number of the first line that comes, from 1
   * @param odd told of rows with another number of cells than there are columns; they are left out
   */
  constructor(layout: Layout, firstLine: number, odd: (cells: number, line: number) => void) {
    this.#layout = layout;
    this.#line = firstLine;
    this.#odd = odd;
  }

  /** The line at which what was not consumed begins. */
  get line(): number {
    return this.#line;
  }

  /** @param isLast nothing comes after these bytes: the last row may have no line's end */
  scan(bytes: Buffer, isLast: boolean): ScannedRows {
    const { delimiter, slots, wanted } = this.#layout;
    const end = bytes.length;
    const stride = wanted * 2;
    let bounds = new Int32Array(this.#expected * stride);
    let rows = 0;
    let at = 0;
    let rowStart = 0;
    while (at < end) {
      if ((rows + 1) * stride > bounds.length) bounds = enlarged(bounds, stride);
      const base = rows * stride;
      let column = 0;
      let lines = 1;
      let isBlank = false;
      let byte = delimiter;
      while (byte === delimiter) {
        const start = at;
        const isQuoted = bytes[at] === QUOTE;
        if (isQuoted) {
          at += 1;
          while (at < end) {
            if (bytes[at] === QUOTE) {
              if (bytes[at + 1] !== QUOTE) break;
              at += 1;
            } else if (bytes[at] === LINE_FEED) lines += 1;
            at += 1;
          }
          if (at >= end) return this.#done(rows, bounds, stride, rowStart);
          at += 1;
        }
        byte = -1;
        while (at < end) {
          byte = bytes[at] ?? 0;
          if (byte === delimiter || byte === LINE_FEED) break;
          byte = -1;
          at += 1;
        }
        // The rest of this row comes with the next bytes.
        if (byte === -1 && !isLast) return this.#done(rows, bounds, stride, rowStart);
        const stop = Math.min(at, end);
        const cellEnd = byte !== delimiter && bytes[stop - 1] === RETURN ? stop - 1 : stop;
        const slot = column < slots.length ? (slots[column] ?? -1) : -1;
        if (slot >= 0) {
          bounds[base + slot * 2] = isQuoted ? ~start : start;
          bounds[base + slot * 2 + 1] = Math.max(cellEnd, start);
        }
        isBlank = column === 0 && cellEnd <= start;
        column += 1;
        at += 1;
      }
      if (column === slots.length && !isBlank) rows += 1;
      else if (!isBlank) this.#odd(column, this.#line);
      this.#line += lines;
      rowStart = Math.min(at, end);
    }
    return this.#done(rows, bounds, stride, rowStart);
  }

  #done(rows: number, bounds: Int32Array, stride: number, rest: number): ScannedRows {
    this.#expected = Math.max(64, Math.ceil(rows * 1.1));
    return { rows, bounds: bounds.subarray(0, rows * stride), rest };
  }
}

function enlarged(bounds: Int32Array, stride: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(bounds.length * 2 + stride);
  larger.set(bounds);
  return larger;
}
