import { nextVersion, type Versioned } from './ports/event-store.ts';

/** Records with their versions, written as a batch goes on. */
export interface Records<T> {
  readonly get: (key: string) => T | undefined;
  /** The versions of some of them. */
  readonly versions: (keys: Iterable<string>) => ReadonlyMap<string, number>;
  /** Writes some; an undefined value is a deletion. */
  readonly write: (written: ReadonlyMap<string, T | undefined>) => void;
}

/** @param now the store's clock, epoch milliseconds */
export function createRecords<T>(
  loaded: ReadonlyMap<string, Versioned<T>>,
  now: number,
): Records<T> {
  let known = loaded;
  // A batch of one, as most are, has no later event that would see what is written.
  let copy: Map<string, Versioned<T>> | undefined;

  const versionOf = (key: string) => known.get(key)?.version ?? 0;

  return {
    get: (key) => known.get(key)?.value,
    versions(keys) {
      const versions = new Map<string, number>();
      for (const key of keys) versions.set(key, versionOf(key));
      return versions;
    },
    write(written) {
      copy ??= new Map(loaded);
      known = copy;
      for (const [key, value] of written) {
        const version = value === undefined ? 0 : nextVersion(versionOf(key), now);
        copy.set(key, { version, value });
      }
    },
  };
}
