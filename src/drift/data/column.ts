/** What a column of a table holds, by what the comparisons need of it. */
export type Column = NumericColumn | CategoricalColumn | UnusableColumn;

export interface NumericColumn {
  readonly kind: 'numeric';
  /** The finite values, in the order of the rows. */
  readonly values: Float64Array;
  /** How many rows there were: with those that are missing, and those that a sample leaves out. */
  readonly rows: number;
  /** Rows without a value: empty, null, NaN. */
  readonly missing: number;
  /** Rows with an infinity, which no test can use. */
  readonly infinite: number;
  /** The values are a uniform sample: there were more than are kept. */
  readonly isSample: boolean;
}

export interface CategoricalColumn {
  readonly kind: 'categorical';
  /** How many rows have each category. */
  readonly counts: ReadonlyMap<string, number>;
  readonly rows: number;
  readonly missing: number;
}

/** What can't be compared: numbers and words in one column, more categories than can be told apart. */
export interface UnusableColumn {
  readonly kind: 'unusable';
  readonly rows: number;
  readonly missing: number;
  /** Why, and what to do, in a sentence for people. */
  readonly why: string;
}

/** A file, or several, by columns. */
export interface Table {
  readonly rows: number;
  /** By their names, in the order of the file. */
  readonly columns: ReadonlyMap<string, Column>;
  /** What was found on the way that did not stop the reading: a line cut short, in a sentence each. */
  readonly remarks: readonly string[];
}
