import { createRandom } from './random.ts';

const FIRST_ROOM = 1024;
const GROWTH = 1.25;

/**
 * The numbers of a column: all of them, or, when they are more than the capacity, a uniform sample
 * (Vitter's algorithm R: the next of n is kept with the probability capacity ÷ n, in the place of any).
 * It needs nothing but how many there were, so the capacity may shrink on the way: a uniform sample
 * of a uniform sample is one.
 */
export class Values {
  readonly #random: () => number;
  #values = new Float64Array(FIRST_ROOM);
  #length = 0;
  #seen = 0;
  #capacity = Infinity;

  constructor(seed: number) {
    this.#random = createRandom(seed);
  }

  get length(): number {
    return this.#length;
  }

  get isSample(): boolean {
    return this.#seen > this.#length;
  }

  add(value: number): void {
    this.#seen += 1;
    let place = this.#length;
    if (place >= this.#capacity) {
      place = Math.floor(this.#random() * this.#seen);
      if (place >= this.#length) return;
    } else {
      if (place === this.#values.length) this.#resize(Math.ceil(place * GROWTH));
      this.#length += 1;
    }
    this.#values[place] = value;
  }

  /** Keeps no more than this from now on: of those that are there any, each as likely as another. */
  limit(capacity: number): void {
    this.#capacity = capacity;
    if (this.#length <= capacity) return;
    const values = this.#values;
    for (let place = 0; place < capacity; place += 1) {
      const other = place + Math.floor(this.#random() * (this.#length - place));
      const value = values[other] ?? 0;
      values[other] = values[place] ?? 0;
      values[place] = value;
    }
    this.#length = capacity;
    this.#resize(capacity);
  }

  /** What was kept; nothing is left here. */
  take(): Float64Array {
    this.#resize(this.#length);
    const all = this.#values;
    this.#values = new Float64Array(0);
    this.#length = 0;
    return all;
  }

  /** Memory that is left is free at once, and does not wait for the garbage collection. */
  #resize(length: number): void {
    const { buffer, BYTES_PER_ELEMENT } = this.#values;
    this.#values = new Float64Array(buffer.transfer(length * BYTES_PER_ELEMENT));
  }
}
