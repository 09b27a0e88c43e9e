const SLOTS = 4096;
const LONGEST = 32;

interface Entry {
  readonly text: string;
  readonly category: string | null;
}

/**
 * The categories of cells that came lately, by their bytes: most columns of words repeat a few, and
 * making a text of bytes takes longer than finding one. For ASCII; other bytes are never the same as a
 * character of a text that was made of them.
 */
export class WordCache {
  readonly #entries: (Entry | undefined)[] = Array.from({ length: SLOTS });
  readonly #make: (text: string) => string | null;

  /** @param make the category of a cell's text */
  constructor(make: (text: string) => string | null) {
    this.#make = make;
  }

  category(bytes: Buffer, start: number, end: number): string | null {
    if (end - start > LONGEST) return this.#make(bytes.toString('utf8', start, end));
    let hash = 0;
    for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
    const slot = (hash ^ (hash >>> 12)) & (SLOTS - 1);
    const known = this.#entries[slot];
    if (known !== undefined && isText(known.text, bytes, start, end)) return known.category;
    const text = bytes.toString('utf8', start, end);
    const category = this.#make(text);
    this.#entries[slot] = { text, category };
    return category;
  }
}

function isText(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let index = 0; index < text.length; index += 1) {
    const byte = bytes[start + index] ?? 0;
    if (byte > 127 || text.charCodeAt(index) !== byte) return false;
  }
  return true;
}
