/** A map as it is after some of its entries were written; undefined takes one out. */
export function withWritten<T>(
  known: ReadonlyMap<string, T>,
  written: ReadonlyMap<string, T | undefined> | undefined,
): ReadonlyMap<string, T> {
  if (written === undefined) return known;
  const result = new Map(known);
  for (const [key, value] of written) {
    if (value === undefined) result.delete(key);
    else result.set(key, value);
  }
  return result;
}

/** What is written of some maps, by key, then by field; an undefined value takes a field out. */
export type WrittenFields<T> = ReadonlyMap<string, ReadonlyMap<string, T | undefined>>;

const NOTHING: WrittenFields<never> = new Map();

/** Collects what is written of some maps. Most events write none, so there is nothing until one does. */
export class Writing<T> {
  #fields: Map<string, Map<string, T | undefined>> | undefined;

  get fields(): WrittenFields<T> {
    return this.#fields ?? NOTHING;
  }

  /** What is written of one of them. */
  of(key: string): ReadonlyMap<string, T | undefined> | undefined {
    return this.#fields?.get(key);
  }

  put(key: string, field: string, value: T | undefined): void {
    this.#fields ??= new Map();
    const written = this.#fields.get(key) ?? new Map<string, T | undefined>();
    this.#fields.set(key, written.set(field, value));
  }
}
