import type { Cell } from '../data/cell.ts';
import { quoted } from '../data/words.ts';

/** What is wrong with rows: the first of them, and how many have it. */
export interface Flaw {
  /** `has no label`, `has the label "maybe"`. */
  readonly has: string;
  /** The first, from 1. */
  readonly row: number;
  readonly count: number;
}

/** Labels and probabilities as they come, row by row. */
export class Labels {
  #actual = new Uint8Array(1024);
  #probability = new Float64Array(1024);
  #count = 0;
  readonly #flaws = new Map<string, { has: string; row: number; count: number }>();

  /** @param row its number, from 1 */
  add(label: Cell, probability: Cell, row: number): void {
    const actual = actualOf(label);
    const chance = chanceOf(probability);
    if (actual === undefined) this.#note('label', `has ${labelText(label)}`, row);
    if (!(chance >= 0 && chance <= 1)) {
      this.#note('probability', `has ${probabilityText(probability)}`, row);
    }
    if (this.#count === this.#actual.length) this.#grow();
    this.#actual[this.#count] = actual ?? 0;
    this.#probability[this.#count] = chance;
    this.#count += 1;
  }

  get flaws(): readonly Flaw[] {
    return [...this.#flaws.values()];
  }

  taken(): { readonly actual: Uint8Array; readonly probability: Float64Array } {
    return {
      actual: this.#actual.subarray(0, this.#count),
      probability: this.#probability.subarray(0, this.#count),
    };
  }

  #note(kind: string, has: string, row: number): void {
    const known = this.#flaws.get(kind);
    if (known === undefined) this.#flaws.set(kind, { has, row, count: 1 });
    else known.count += 1;
  }

  #grow(): void {
    const actual = new Uint8Array(2 * this.#count);
    actual.set(this.#actual);
    this.#actual = actual;
    const probability = new Float64Array(2 * this.#count);
    probability.set(this.#probability);
    this.#probability = probability;
  }
}

function actualOf(label: Cell): 0 | 1 | undefined {
  if (typeof label === 'boolean') return label ? 1 : 0;
  if (label === null || typeof label === 'string' || label instanceof Date) return undefined;
  const number = Number(label);
  return number === 0 || number === 1 ? number : undefined;
}

function chanceOf(probability: Cell): number {
  if (typeof probability === 'number') return probability;
  return typeof probability === 'bigint' ? Number(probability) : Number.NaN;
}

function labelText(label: Cell): string {
  return label === null ? 'no label' : `the label ${cellText(label)}`;
}

function probabilityText(probability: Cell): string {
  return probability === null ? 'no probability' : `the probability ${cellText(probability)}`;
}

function cellText(cell: string | number | bigint | boolean | Date): string {
  if (typeof cell === 'string') return quoted(cell);
  return cell instanceof Date ? cell.toISOString() : String(cell);
}
