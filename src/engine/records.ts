import { nextVersion, type Versioned } from './ports/event-store.ts';

/** Records with their versions, written as a batch goes on. */
export interface Records<T> {
  readonly get: (key: string) => T | undefined;
  /** Some of them with their versions. */
  readonly some: (keys: Iterable<string>) => ReadonlyMap<string, Versioned<T>>;
  /** Writes some; an undefined value is a deletion. */
  readonly write: (written: ReadonlyMap<string, T | undefined>) => void;
}

const UNKNOWN = { version: 0, value: undefined };

/** @param firstVersion of what is new */
export function createRecords<T>(
  loaded: ReadonlyMap<string, Versioned<T>>,
  firstVersion: number,
): Records<T> {
  let known = loaded;
  // A batch of one, as most are, has no later event that would see what is written.
  let copy: Map<string, Versioned<T>> | undefined;

  return {
    get: (key) => known.get(key)?.value,
    some(keys) {
      const some = new Map<string, Versioned<T>>();
      for (const key of keys) some.set(key, known.get(key) ?? UNKNOWN);
      return some;
    },
    write(written) {
      copy ??= new Map(loaded);
      known = copy;
      for (const [key, value] of written) {
        const { version: before } = known.get(key) ?? UNKNOWN;
        const version = value === undefined ? 0 : nextVersion(before, firstVersion);
        copy.set(key, { version, value });
      }
    },
  };
}
