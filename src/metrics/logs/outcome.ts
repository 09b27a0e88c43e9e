import type { Problem } from '../problem.ts';

/** What a query has looked at. */
export interface Scan {
  readonly bytes: number;
  /** Events that were looked at, and those among them that the query is about. */
  readonly events: number;
  readonly matched: number;
}

/** Rows of values by their columns; a value that a row does not have is empty. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Why there is no table, and what to do next. */
export type LogProblem =
  | Problem
  | { readonly kind: 'unknown-log-group'; readonly asked: string; readonly nearest?: string }
  /** So many queries run in the account and region that no other is taken. */
  | { readonly kind: 'too-many-queries' }
  /** CloudWatch ended it: `Failed`, `Timeout`, `Cancelled`. */
  | { readonly kind: 'ended'; readonly status: string };

/** What came of a query over logs. */
export type LogOutcome =
  | {
      readonly ok: true;
      readonly table: Table;
      readonly scan: Scan;
      /** It was stopped because it had scanned as much as it may: the table is of that. */
      readonly isCutOff: boolean;
    }
  | { readonly ok: false; readonly problem: LogProblem; readonly scan?: Scan };
