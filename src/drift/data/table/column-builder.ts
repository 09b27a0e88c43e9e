import type { Cells } from '../batch.ts';
import type { Column } from '../column.ts';
import { counted, quoted } from '../words.ts';
import { Categories, MOST_CATEGORIES } from './categories.ts';
import { Values } from './values.ts';

/** The first of its kind, and in which row (from 1). */
interface First {
  readonly text: string;
  readonly row: number;
}

/** Makes a column of its cells, whichever kind they turn out to be. */
export class ColumnBuilder {
  readonly values: Values;
  readonly #name: string;
  readonly #isNamed: boolean;
  readonly #categories = new Categories();
  #seen = 0;
  #missing = 0;
  #infinite = 0;
  #numbers = 0;
  #words = 0;
  #firstNumber: First | undefined;
  #firstWord: First | undefined;

  /** @param isCategorical numbers are categories, too */
  constructor(name: string, isCategorical: boolean, seed: number) {
    this.#name = name;
    this.#isNamed = isCategorical;
    this.values = new Values(seed);
  }

  /** @param firstRow the number of the first of the cells, from 0 */
  add(cells: Cells, firstRow: number): void {
    this.#seen += cells.length;
    if (this.#isNamed) this.#addCategories(cells, firstRow);
    else this.#addAny(cells, firstRow);
  }

  /** @param rows of the table: those without a cell here are missing, too */
  column(rows: number): Column {
    const missing = this.#missing + rows - this.#seen;
    const why = this.#trouble();
    if (why !== undefined) return { kind: 'unusable', rows, missing, why };
    if (this.#words > 0) {
      return { kind: 'categorical', counts: this.#categories.counts, rows, missing };
    }
    const { isSample } = this.values;
    const infinite = this.#infinite;
    return { kind: 'numeric', values: this.values.take(), rows, missing, infinite, isSample };
  }

  #addCategories(cells: Cells, firstRow: number): void {
    for (let row = 0; row < cells.length; row += 1)
      this.#addWord(cells.category(row), firstRow + row);
  }

  #addAny(cells: Cells, firstRow: number): void {
    for (let row = 0; row < cells.length; row += 1) {
      const number = cells.number(row);
      if (Number.isNaN(number)) this.#addWord(cells.category(row), firstRow + row);
      else {
        if (this.#numbers === 0)
          this.#firstNumber = { text: String(number), row: firstRow + row + 1 };
        this.#numbers += 1;
        if (Number.isFinite(number)) this.values.add(number);
        else this.#infinite += 1;
      }
    }
  }

  #addWord(word: string | null, row: number): void {
    if (word === null) {
      this.#missing += 1;
      return;
    }
    if (this.#words === 0) this.#firstWord = { text: word, row: row + 1 };
    this.#words += 1;
    if (this.#numbers === 0) this.#categories.add(word);
  }

  #trouble(): string | undefined {
    const name = quoted(this.#name);
    const word = this.#firstWord;
    const number = this.#firstNumber;
    if (word !== undefined && number !== undefined) {
      const [odd, kind] = this.#words <= this.#numbers ? [word, 'word'] : [number, 'number'];
      return (
        `${name} has ${counted(this.#numbers, 'number')} and ${counted(this.#words, 'word')}; the first ${kind} is ${quoted(odd.text)} in row ${odd.row}: ` +
        `${localNumber(word.text)}write one kind, or name it categorical.`
      );
    }
    if (!this.#categories.areTooMany || word === undefined) return undefined;
    return `${name} has more than ${MOST_CATEGORIES.toLocaleString('en-US')} categories, such as ${quoted(word.text)}: ${localNumber(word.text)}leave it out, or group its values.`;
  }
}

/** What to know where a word is a number in some countries. */
function localNumber(word: string): string {
  return /^[-+]?\d{1,3}(?:[., '\u00A0\u202F]\d+)+$/u.test(word)
    ? 'numbers are written with a point and without anything between the thousands (1234.5); '
    : '';
}
