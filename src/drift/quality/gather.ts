import type { QualityRules, ValidityRule } from '../../config/schema/quality.ts';
import type { Cells } from '../data/batch.ts';
import { NoteBook } from '../data/notes.ts';
import type { DataSource, ReadingProgress } from '../data/open.ts';
import { DataProblem } from '../data/problem.ts';
import { conditionsOf, type Condition } from './condition.ts';
import { momentOf } from './moment.ts';
import type { FirstInvalid } from './report.ts';

/** What one pass over data has counted: all that the judging needs. */
export interface Gathered {
  readonly data: string;
  readonly rows: number;
  /** Rows without a value, by columns in the order of the data. */
  readonly missing: ReadonlyMap<string, number>;
  /** In the order of the rules. */
  readonly validity: readonly Tally[];
  /** Times in the column that freshness is of. */
  readonly times: Times;
  readonly remarks: readonly string[];
}

export interface Tally {
  readonly checked: number;
  readonly invalid: number;
  readonly first?: FirstInvalid;
}

export interface Times {
  /** Epoch milliseconds; of those that are not in the future. */
  readonly newest?: number;
  /** Values that tell no time, and those that are yet to come. */
  readonly unread: number;
  readonly future: number;
}

export interface GatherOptions {
  readonly now: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadingProgress) => void;
}

/** Clocks differ; what is a day ahead is wrong. */
const AHEAD = 24 * 3_600_000;

/**
 * Reads all of a source once, in memory that does not grow with it. Data without rows is gathered, too:
 * it is the worst of volumes.
 *
 * @throws DataProblem
 */
export async function gather(
  source: DataSource,
  rules: QualityRules,
  { now, ...reading }: GatherOptions,
): Promise<Gathered> {
  const notes = new NoteBook();
  const pass = new Pass(rules, now + AHEAD);
  try {
    for await (const batch of source.batches({ byColumn: true, notes, ...reading })) {
      pass.rows = Math.max(pass.rows, batch.firstRow + batch.rows);
      for (const name of batch.names) pass.meet(name);
      for (const [name, cells] of batch.columns) pass.read(name, cells, batch.firstRow);
    }
  } catch (error) {
    if (!(error instanceof DataProblem) || error.kind !== 'empty') throw error;
  }
  const unusable = notes.unusableColumns.values();
  return { data: source.name, ...pass.result(), remarks: [...notes.remarks, ...unusable] };
}

class Pass {
  rows = 0;
  readonly #present = new Map<string, number>();
  readonly #rules: readonly RulePass[];
  readonly #timed: string | undefined;
  readonly #latest: number;
  #newest: number | undefined;
  #unread = 0;
  #future = 0;

  /** @param latest times after it are wrong */
  constructor({ validity, freshness }: QualityRules, latest: number) {
    this.#rules = validity.map((rule) => new RulePass(rule));
    this.#timed = freshness?.column;
    this.#latest = latest;
  }

  meet(name: string): void {
    if (!this.#present.has(name)) this.#present.set(name, 0);
  }

  read(name: string, cells: Cells, firstRow: number): void {
    const rules = this.#rules.filter(({ rule }) => rule.column === name);
    let present = 0;
    for (let row = 0; row < cells.length; row += 1) {
      // A number has a value: most cells need not be made.
      if (Number.isNaN(cells.number(row)) && cells.at(row) === null) continue;
      present += 1;
      for (const rule of rules) rule.read(cells, row, firstRow);
      if (name === this.#timed) this.#readTime(cells, row);
    }
    this.#present.set(name, (this.#present.get(name) ?? 0) + present);
  }

  #readTime(cells: Cells, row: number): void {
    const time = momentOf(cells.at(row));
    if (time === undefined) this.#unread += 1;
    else if (time > this.#latest) this.#future += 1;
    else this.#newest = Math.max(this.#newest ?? time, time);
  }

  result(): Pick<Gathered, 'rows' | 'missing' | 'validity' | 'times'> {
    const missing = new Map([...this.#present].map(([name, count]) => [name, this.rows - count]));
    const newest = this.#newest === undefined ? {} : { newest: this.#newest };
    const times = { ...newest, unread: this.#unread, future: this.#future };
    return { rows: this.rows, missing, validity: this.#rules.map((one) => one.tally()), times };
  }
}

/** What a rule has found so far. */
class RulePass {
  readonly rule: ValidityRule;
  readonly #conditions: readonly Condition[];
  #checked = 0;
  #invalid = 0;
  #first: FirstInvalid | undefined;

  constructor(rule: ValidityRule) {
    this.rule = rule;
    this.#conditions = conditionsOf(rule);
  }

  read(cells: Cells, row: number, firstRow: number): void {
    this.#checked += 1;
    if (this.#conditions.every((holds) => holds(cells, row))) return;
    this.#invalid += 1;
    this.#first ??= { value: cells.category(row) ?? '', row: firstRow + row + 1 };
  }

  tally(): Tally {
    const first = this.#first === undefined ? {} : { first: this.#first };
    return { checked: this.#checked, invalid: this.#invalid, ...first };
  }
}
