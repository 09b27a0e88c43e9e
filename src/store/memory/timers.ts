/** When a group's flush, or a look at an alert, is due (epoch milliseconds), by the timer's name. */
interface NamedTimer {
  readonly name: string;
  readonly due: number;
}

/** A timer in the heap; `order` says which of two that are due together was set first. */
interface Entry extends NamedTimer {
  readonly order: number;
}

/** Stale entries are swept when there are so many more of them than timers. */
const SWEEP_AT = 1_000;

/**
 * When each timer is due, the earliest at hand: a binary heap beside a map. What is set anew or
 * deleted leaves a stale entry in the heap, which is dropped when it comes up.
 */
export class Timers {
  readonly #due = new Map<string, number>();
  #heap: Entry[] = [];
  #order = 0;

  get size(): number {
    return this.#due.size;
  }

  get(name: string): number | undefined {
    return this.#due.get(name);
  }

  keys(): MapIterator<string> {
    return this.#due.keys();
  }

  values(): MapIterator<number> {
    return this.#due.values();
  }

  set(name: string, due: number): void {
    if (this.#due.get(name) === due) return;
    this.#due.set(name, due);
    if (this.#heap.length > 2 * this.#due.size + SWEEP_AT) this.#sweep();
    this.#order += 1;
    this.#push({ name, due, order: this.#order });
  }

  delete(name: string): void {
    this.#due.delete(name);
  }

  /** When the earliest is due; undefined when there is none. */
  next(): number | undefined {
    return this.#first()?.due;
  }

  /** Those that are due at `now`, earliest first and at most `max`; they stay. */
  dueAt(now: number, max: number): NamedTimer[] {
    const due = new Map<string, Entry>();
    for (let first = this.#first(); first !== undefined && due.size < max; first = this.#first()) {
      if (first.due > now) break;
      this.#pop();
      if (!due.has(first.name)) due.set(first.name, first);
    }
    for (const entry of due.values()) this.#push(entry);
    return [...due.values()].map(({ name, due: at }) => ({ name, due: at }));
  }

  #first(): Entry | undefined {
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      if (this.#due.get(first.name) === first.due) return first;
      this.#pop();
    }
    return undefined;
  }

  #sweep(): void {
    const entries = this.#heap.filter(({ name, due }) => this.#due.get(name) === due);
    // A sorted list is a heap.
    this.#heap = entries.toSorted(compare);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = heap[up];
      if (parent === undefined || compare(parent, entry) <= 0) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const isRight = right !== undefined && left !== undefined && compare(right, left) < 0;
      const child = isRight ? right : left;
      if (child === undefined || compare(last, child) <= 0) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = last;
  }
}

function compare(a: Entry, b: Entry): number {
  return a.due - b.due || a.order - b.order;
}
