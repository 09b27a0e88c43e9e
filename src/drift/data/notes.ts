import { counted } from './words.ts';

/** What a reader found on its way that does not stop the reading. */
export interface Notes {
  /** In a sentence, for people. */
  remark(text: string): void;
  /** The same of lines that are left out: counted, and told with the first of them (from 1). */
  leftOut(file: string, has: string, line: number): void;
  /** A column of which nothing can be made, and why, in a sentence. */
  unusable(column: string, why: string): void;
}

interface LeftOut {
  readonly file: string;
  readonly has: string;
  readonly first: number;
  count: number;
}

/** Of a thousand files with the same trouble the first tell enough. */
const MOST_REMARKS = 50;

/** The notes of one reading. */
export class NoteBook implements Notes {
  readonly #remarks = new Set<string>();
  readonly #leftOut = new Map<string, LeftOut>();
  readonly #unusable = new Map<string, string>();

  remark(text: string): void {
    this.#remarks.add(text);
  }

  leftOut(file: string, has: string, line: number): void {
    const key = `${file}\n${has}`;
    const known = this.#leftOut.get(key);
    if (known === undefined) this.#leftOut.set(key, { file, has, first: line, count: 1 });
    else known.count += 1;
  }

  unusable(column: string, why: string): void {
    if (!this.#unusable.has(column)) this.#unusable.set(column, why);
  }

  get remarks(): string[] {
    const all = [...this.#remarks, ...this.#leftOut.values().map(leftOutText)];
    const more = all.length - MOST_REMARKS;
    return more <= 0
      ? all
      : [...all.slice(0, MOST_REMARKS), `And ${counted(more, 'more remark')}.`];
  }

  /** Why columns can't be used, by their names. */
  get unusableColumns(): ReadonlyMap<string, string> {
    return this.#unusable;
  }
}

function leftOutText({ file, has, first, count }: LeftOut): string {
  if (count === 1) return `Line ${first} of ${file} has ${has} and is left out.`;
  return `${counted(count, 'line')} of ${file} have ${has} and are left out; the first is line ${first}.`;
}
