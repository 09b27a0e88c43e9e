import type { Part } from '../part.ts';
import { DataProblem } from '../problem.ts';

/** Bytes that are read from their beginning to their end; `end` is before the first that is not. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Nearer to each other than this, two stretches are read as one. */
const SMALL_GAP = 64 << 10;

/** Stretches in order, those that stand next to each other as one. */
export function joined(stretches: readonly Stretch[]): Stretch[] {
  const runs: { start: number; end: number }[] = [];
  for (const { start, end } of stretches.toSorted((a, b) => a.start - b.start)) {
    const last = runs.at(-1);
    if (last !== undefined && start - last.end <= SMALL_GAP) last.end = Math.max(last.end, end);
    else runs.push({ start, end });
  }
  return runs;
}

/** Reads forward through stretches of a part, a piece at a time. */
export class StretchReader {
  readonly #part: Part;
  readonly #runs: readonly Stretch[];
  readonly #signal: AbortSignal | undefined;
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor(part: Part, runs: readonly Stretch[], signal: AbortSignal | undefined) {
    this.#part = part;
    this.#runs = runs;
    this.#signal = signal;
  }

  /** At least the bytes from `start` to before `end`; those behind them that are at hand, too. */
  async from(start: number, end: number): Promise<Buffer> {
    const have = this.#start + this.#bytes.length;
    if (start < this.#start || start > have) {
      this.#bytes = Buffer.alloc(0);
      this.#start = start;
    } else if (end <= have) return this.#bytes.subarray(start - this.#start);
    const run = this.#runs.find((one) => one.start <= start && start < one.end);
    if (run === undefined || end > run.end) {
      const what = `${this.#part.name} is damaged: a page is larger than its column.`;
      throw new DataProblem('unreadable', what, 'Write it, or copy it, again.');
    }
    const kept = this.#bytes.subarray(start - this.#start);
    const from = start + kept.length;
    const to = Math.min(run.end, Math.max(end, from + this.#part.piece));
    const more = await this.#part.slice(from, to, this.#signal);
    this.#bytes = kept.length === 0 ? more : Buffer.concat([kept, more]);
    this.#start = start;
    return this.#bytes;
  }
}
