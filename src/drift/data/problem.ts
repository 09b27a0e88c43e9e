/** What kept data from being read, for those who act on it. */
export type DataProblemKind =
  /** No such file, no such prefix, nothing yet for this time. */
  | 'nothing-there'
  /** It is there, and has no rows. */
  | 'empty'
  /** Cut short, damaged, or of another kind than its name says. */
  | 'unreadable'
  | 'no-permission'
  /** The service, or the disk, does not answer. */
  | 'unreachable'
  /** What was asked for can't be: two placeholders, a bucket in another region. */
  | 'wrong-address';

/** Data that can't be read: what is wrong, and what to do about it, each a sentence. */
export class DataProblem extends Error {
  override readonly name = 'DataProblem';
  readonly kind: DataProblemKind;
  readonly what: string;
  readonly mend: string;

  constructor(kind: DataProblemKind, what: string, mend: string) {
    super(`${what} ${mend}`);
    this.kind = kind;
    this.what = what;
    this.mend = mend;
  }
}

/** The problem that it is; what a library threw over bytes it did not understand becomes one. */
export function orUnreadable(error: unknown, what: string, mend: string): DataProblem {
  return error instanceof DataProblem ? error : new DataProblem('unreadable', what, mend);
}
