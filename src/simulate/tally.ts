/** Counts by name. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    this.#counts.set(name, this.count(name) + 1);
  }

  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  get names(): readonly string[] {
    return [...this.#counts.keys()];
  }

  get total(): number {
    return this.#counts.values().reduce((sum, count) => sum + count, 0);
  }

  /** The largest first; of equal ones in the order of their names. */
  get ranked(): readonly (readonly [name: string, count: number])[] {
    return [...this.#counts].toSorted(
      ([name, count], [other, more]) => more - count || (name < other ? -1 : 1),
    );
  }
}
