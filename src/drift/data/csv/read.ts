import { checkText, withoutMark } from '../encoding.ts';
import { checkColumns } from '../most-columns.ts';
import type { PartBatch, Wanted } from '../part.ts';
import { DataProblem } from '../problem.ts';
import { counted } from '../words.ts';
import { categoryOfCell, CsvCells } from './cells.ts';
import { duplicateText, findHeader, readHeader, type Header } from './header.ts';
import { RowScanner } from './scan.ts';
import { WordCache } from './word-cache.ts';

/** No row is this long; one with a quote that nobody closes is. */
const LONGEST_ROW = 16 << 20;

/**
 * Reads CSV: a header, and rows of as many cells as it has. Rows with more or fewer are left out and
 * told of, as their cells may stand in the wrong columns.
 *
 * @param pieces the bytes of the file, in pieces of any length
 */
export async function* readCsv(
  name: string,
  pieces: AsyncIterable<Buffer>,
  wanted: Wanted,
): AsyncGenerator<PartBatch> {
  let table: CsvTable | undefined;
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    table ??= CsvTable.begin(bytes, false, name, wanted);
    rest = table === undefined ? bytes : yield* table.read(bytes, false);
    if (rest.length > LONGEST_ROW) throw endless(name, table?.line ?? 1);
  }
  table ??= CsvTable.begin(rest, true, name, wanted);
  if (table !== undefined) yield* table.finish(rest);
}

function endless(name: string, line: number): DataProblem {
  const what = `The row of ${name} that begins in line ${line} has no end.`;
  const mend =
    'Close the quote in it, or double it where it is meant; no row may have more than 16 MB.';
  return new DataProblem('unreadable', what, mend);
}

/** A CSV file from its header on. */
class CsvTable {
  readonly #name: string;
  readonly #names: readonly string[];
  readonly #scanner: RowScanner;
  readonly #columns: number;
  readonly #words = new WordCache(categoryOfCell);
  #headerEnd: number;
  #rows = 0;
  #odd: { readonly cells: number; readonly line: number } | undefined;

  /** Undefined where the header is not complete yet, or where there is none. */
  static begin(all: Buffer, isLast: boolean, name: string, wanted: Wanted): CsvTable | undefined {
    checkText(all, name);
    const bytes = withoutMark(all);
    const place = findHeader(bytes, isLast);
    if (place === undefined) return undefined;
    const [start, end] = place;
    const line = bytes.toString('utf8', start, end);
    if (/\r[^\n]/u.test(line)) {
      const what = `${name} ends its lines as old Macs did, with a return only.`;
      throw new DataProblem('unreadable', what, 'Save it with line feeds (tr "\\r" "\\n").');
    }
    const offset = all.length - bytes.length + end + 1;
    const before = bytes.subarray(0, start).filter((byte) => byte === 10).length;
    const firstLine = 1 + before + line.split('\n').length;
    return new CsvTable(readHeader(line, name), { name, offset, firstLine, wanted });
  }

  private constructor(
    header: Header,
    place: { name: string; offset: number; firstLine: number; wanted: Wanted },
  ) {
    const { name, wanted } = place;
    const { names, duplicates } = header;
    for (const remark of header.remarks) wanted.notes.remark(remark);
    const chosen = names.map(wanted.wants);
    checkColumns(name, chosen.filter(Boolean).length);
    for (const [twice, count] of duplicates) {
      if (wanted.wants(twice)) wanted.notes.unusable(twice, duplicateText(twice, count, name));
    }
    const isRead = names.map((column, at) => chosen[at] === true && !duplicates.has(column));
    this.#names = names.filter((_, at) => isRead[at]);
    let slot = 0;
    const slots = Int32Array.from(isRead, (one) => (one ? slot++ : -1));
    const layout = { delimiter: header.delimiter.charCodeAt(0), slots, wanted: slot };
    this.#scanner = new RowScanner(layout, place.firstLine, (cells, line) => {
      this.#odd ??= { cells, line };
      const has = cells < names.length ? 'too few cells' : 'too many cells';
      wanted.notes.leftOut(name, has, line);
    });
    this.#name = name;
    this.#columns = names.length;
    this.#headerEnd = place.offset;
  }

  get line(): number {
    return this.#scanner.line;
  }

  /** @returns the bytes of the row that is not complete */
  *read(all: Buffer, isLast: boolean): Generator<PartBatch, Buffer> {
    const bytes = all.subarray(this.#headerEnd);
    this.#headerEnd = 0;
    const found = this.#scanner.scan(bytes, isLast);
    // A header without rows tells the names.
    if (found.rows > 0 || (isLast && this.#rows === 0)) {
      const wanted = this.#names.length;
      const words = this.#words;
      const columns = new Map(
        this.#names.map((column, slot) => [
          column,
          new CsvCells(bytes, found, { slot, wanted, words }),
        ]),
      );
      yield { firstRow: this.#rows, rows: found.rows, names: this.#names, columns };
      this.#rows += found.rows;
    }
    return bytes.subarray(found.rest);
  }

  /** Reads the last row, and judges the whole. */
  *finish(rest: Buffer): Generator<PartBatch> {
    const left = yield* this.read(rest, true);
    if (left.length > 0) throw endless(this.#name, this.line);
    if (this.#rows > 0 || this.#odd === undefined) return;
    const { cells, line } = this.#odd;
    const what = `No row of ${this.#name} has as many cells as its header, which has ${this.#columns}: line ${line} has ${counted(cells, 'cell')}.`;
    throw new DataProblem('unreadable', what, 'Look at its header, its delimiter and its quotes.');
  }
}
