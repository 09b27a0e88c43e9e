import type { Values } from './values.ts';

/**
 * When there is too much, it shrinks to this share: the next time is not at once, and two sides of a
 * gigabyte each are read within 512 MB.
 */
const ROOM = 0.3;

/** What the columns of a table may keep together. */
export class Budget {
  readonly #most: number;
  readonly #columns: Values[] = [];

  /** @param most values, over all columns */
  constructor(most: number) {
    this.#most = most;
  }

  add(values: Values): void {
    this.#columns.push(values);
  }

  /** Makes the longest columns samples, all of one length, when there is more than there may be. */
  keep(): void {
    const lengths = this.#columns.map(({ length }) => length);
    if (lengths.reduce((sum, length) => sum + length, 0) <= this.#most) return;
    const capacity = level(lengths, Math.floor(this.#most * ROOM));
    for (const values of this.#columns) values.limit(capacity);
  }
}

/** The length to which all longer ones must be cut for their sum to be no more than `most`; at least 1. */
function level(lengths: readonly number[], most: number): number {
  let left = most;
  const ascending = lengths.toSorted((a, b) => a - b);
  for (const [index, length] of ascending.entries()) {
    const share = left / (ascending.length - index);
    if (length > share) return Math.max(1, Math.floor(share));
    left -= length;
  }
  return Infinity;
}
