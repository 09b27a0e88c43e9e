/** More are no categories but names, texts or times. */
export const MOST_CATEGORIES = 10_000;

/** Characters of all of them together; texts longer than that are no categories either. */
const MOST_TEXT = 1_000_000;

/** How many rows have each category, as long as there are few. */
export class Categories {
  #counts = new Map<string, number>();
  #text = 0;
  #areTooMany = false;

  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  get areTooMany(): boolean {
    return this.#areTooMany;
  }

  add(category: string): void {
    if (this.#areTooMany) return;
    const count = this.#counts.get(category);
    if (count === undefined) this.#text += category.length;
    this.#counts.set(category, (count ?? 0) + 1);
    if (this.#counts.size <= MOST_CATEGORIES && this.#text <= MOST_TEXT) return;
    this.#areTooMany = true;
    this.#counts = new Map();
  }
}
