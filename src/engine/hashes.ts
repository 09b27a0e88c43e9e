/** Records that come as the fields of hashes, written as a batch goes on. */
export interface Hashes<T> {
  /** A hash as it is now; an empty one when there is none. */
  readonly get: (key: string) => ReadonlyMap<string, T>;
  /** Writes fields of some hashes; an undefined value takes one out. */
  readonly write: (
    written: ReadonlyMap<string, ReadonlyMap<string, T | undefined>>,
    isWanted: (key: string) => boolean,
  ) => void;
}

/**
 * A hash is copied when it is first written and then written in place: with a copy for every event a
 * large group that flushes would cost each signal of its batch a look at all its members.
 */
export function createHashes<T>(loaded: ReadonlyMap<string, ReadonlyMap<string, T>>): Hashes<T> {
  let copies: Map<string, Map<string, T>> | undefined;

  function copyOf(key: string): Map<string, T> {
    copies ??= new Map();
    const copy = copies.get(key) ?? new Map(loaded.get(key));
    copies.set(key, copy);
    return copy;
  }

  return {
    get: (key) => copies?.get(key) ?? loaded.get(key) ?? new Map(),
    write(written, isWanted) {
      for (const [key, fields] of written) {
        if (!isWanted(key)) continue;
        const copy = copyOf(key);
        for (const [field, value] of fields) {
          if (value === undefined) copy.delete(field);
          else copy.set(field, value);
        }
      }
    },
  };
}
