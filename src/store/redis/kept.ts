/** What is kept of something, and how much room that takes, in characters. */
export interface Sized {
  readonly size: number;
}

/** Things by their keys, of which those that were not asked for lately are forgotten when they are too many. */
export interface Kept<T extends Sized> {
  readonly get: (key: string) => T | undefined;
  readonly set: (key: string, one: T) => void;
  readonly forget: (key: string) => void;
}

/** @param most so much room they may take together; what alone takes more is not kept */
export function createKept<T extends Sized>(most: number): Kept<T> {
  const all = new Map<string, T>();
  let size = 0;

  function forget(key: string): T | undefined {
    const known = all.get(key);
    if (known === undefined) return undefined;
    all.delete(key);
    size -= known.size;
    return known;
  }

  function set(key: string, one: T): void {
    forget(key);
    all.set(key, one);
    size += one.size;
    while (size > most) {
      const [oldest = key] = all.keys();
      forget(oldest);
    }
  }

  return {
    get(key) {
      const known = forget(key);
      if (known !== undefined) set(key, known);
      return known;
    },
    set,
    forget,
  };
}
