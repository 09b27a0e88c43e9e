import { ArrayCells, type Cells } from './batch.ts';
import type { Cell } from './cell.ts';
import { checkText, withoutMark } from './encoding.ts';
import { MOST_COLUMNS } from './most-columns.ts';
import type { PartBatch, Wanted } from './part.ts';
import { DataProblem } from './problem.ts';
import { quoted } from './words.ts';

const LINE_FEED = 10;
const LONGEST_LINE = 16 << 20;

/** Of a batch: a row may bring thousands of columns, which the rows before it have to be filled up with. */
const MOST_ROWS = 1024;
const DEEPEST = 5;

/**
 * Reads JSON, an object a line. Objects in it are columns with dotted names; lists can't be used. A
 * line that is no object is left out and told of.
 *
 * @param pieces the bytes of the file, in pieces of any length
 */
export async function* readJsonl(
  name: string,
  pieces: AsyncIterable<Buffer>,
  wanted: Wanted,
): AsyncGenerator<PartBatch> {
  const table = new JsonTable(name, wanted);
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const piece of pieces) {
    if (isFirst) checkText(piece, name);
    const bytes = isFirst ? withoutMark(piece) : Buffer.concat([rest, piece]);
    isFirst = false;
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    rest = bytes.subarray(end);
    if (rest.length > LONGEST_LINE)
      throw table.rows > 0 ? endless(name, table.lines + 1) : notLines(name);
    if (end > 0) yield* table.read(bytes.toString('utf8', 0, end - 1), false);
  }
  if (rest.length > 0) yield* table.read(rest.toString(), true);
  if (table.rows === 0 && table.hasOther) throw notLines(name);
}

function notLines(name: string): DataProblem {
  const what = `No line of ${name} is a JSON object.`;
  const mend = 'Write one object a line; a list is turned into lines by jq -c ".[]".';
  return new DataProblem('unreadable', what, mend);
}

function endless(name: string, line: number): DataProblem {
  const what = `Line ${line} of ${name} has more than 16 MB.`;
  return new DataProblem('unreadable', what, 'Write one object a line.');
}

class JsonTable {
  readonly #name: string;
  readonly #wanted: Wanted;
  /** Whether a column is read; those that are not are remembered, too. */
  readonly #known = new Map<string, boolean>();
  rows = 0;
  lines = 0;
  /** There are lines that are no objects. */
  hasOther = false;

  constructor(name: string, wanted: Wanted) {
    this.#name = name;
    this.#wanted = wanted;
  }

  /** @param isRest the text is what stands behind the last line feed */
  *read(text: string, isRest: boolean): Generator<PartBatch> {
    const lines = text.split('\n');
    let columns = new Map<string, Cell[]>();
    let rows = 0;
    for (const line of lines) {
      this.lines += 1;
      if (line === '' || line === '\r') continue;
      const value = parsed(line);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        this.#fill(columns, value, '', rows, 0);
        rows += 1;
        if (rows < MOST_ROWS) continue;
        yield this.#batch(columns, rows);
        columns = new Map();
        rows = 0;
        continue;
      }
      this.hasOther = true;
      if (isRest && value === undefined) {
        this.#wanted.notes.remark(
          `The last line of ${this.#name}, line ${this.lines}, is cut short and left out.`,
        );
      } else this.#wanted.notes.leftOut(this.#name, 'no JSON object', this.lines);
    }
    if (rows > 0) yield this.#batch(columns, rows);
  }

  #batch(columns: ReadonlyMap<string, Cell[]>, rows: number): PartBatch {
    const firstRow = this.rows;
    this.rows += rows;
    return {
      firstRow,
      rows,
      names: [...this.#known].filter(([, isRead]) => isRead).map(([name]) => name),
      columns: new Map([...columns].map(([name, cells]) => [name, complete(cells, rows)])),
    };
  }

  #fill(
    columns: Map<string, Cell[]>,
    object: object,
    prefix: string,
    row: number,
    depth: number,
  ): void {
    for (const [key, value] of Object.entries(object) as [string, unknown][]) {
      const name = prefix + key;
      if (typeof value === 'object' && value !== null) {
        if (!Array.isArray(value) && depth < DEEPEST) {
          this.#fill(columns, value, `${name}.`, row, depth + 1);
        } else if (this.#isRead(name)) {
          const kind = Array.isArray(value) ? 'lists' : 'objects in objects';
          this.#wanted.notes.unusable(
            name,
            `${quoted(name)} holds ${kind}: write single values into columns of their own.`,
          );
        }
      } else if (this.#isRead(name)) {
        let cells = columns.get(name);
        if (cells === undefined) columns.set(name, (cells = []));
        while (cells.length < row) cells.push(null);
        cells[row] = isCell(value) ? value : null;
      }
    }
  }

  #isRead(name: string): boolean {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_COLUMNS) {
      const what = `${this.#name} has more than ${MOST_COLUMNS.toLocaleString('en-US')} names of columns, such as ${quoted(name)}.`;
      throw new DataProblem('unreadable', what, 'Write values as values, not as keys.');
    }
    const isRead = this.#wanted.wants(name);
    this.#known.set(name, isRead);
    return isRead;
  }
}

function complete(cells: Cell[], rows: number): Cells {
  while (cells.length < rows) cells.push(null);
  return new ArrayCells(cells);
}

function isCell(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** What a line says, undefined when it is no JSON. Python writes NaN and Infinity, which JSON does not know. */
function parsed(line: string): unknown {
  const value = parsedStrictly(line);
  return value === undefined && WORD.test(line) ? parsedStrictly(withoutWords(line)) : value;
}

function parsedStrictly(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const WORD = /NaN|Infinity/u;
const WORD_OR_TEXT = /"|-?\b(?:NaN|Infinity)\b/gu;

/** With what JSON knows in place of these words; texts are passed over, in a single pass however long they are. */
function withoutWords(line: string): string {
  const words = new RegExp(WORD_OR_TEXT);
  let strict = '';
  let copied = 0;
  for (let found = words.exec(line); found !== null; found = words.exec(line)) {
    const [word] = found;
    if (word === '"') {
      words.lastIndex = endOfText(line, found.index);
      continue;
    }
    const known = word.endsWith('NaN') ? 'null' : word.replace('Infinity', '1e999');
    strict += line.slice(copied, found.index) + known;
    copied = words.lastIndex;
  }
  return strict + line.slice(copied);
}

/** Behind the quote that closes a text, or the end of the line. */
function endOfText(line: string, start: number): number {
  for (let at = start + 1; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (line[at] === '"') return at + 1;
  }
  return line.length;
}
