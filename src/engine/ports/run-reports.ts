/** A run over a window of some data. */
export interface Run {
  /** What it looked at, up to before `end`: epoch milliseconds. */
  readonly window: { readonly start: number; readonly end: number };
}

/** So many runs over the same data are kept, the newest. */
export const RUNS_KEPT = 90;

/** What runs have found, for all replicas: by the name of what they looked at. */
export interface RunReports<Of extends Run> {
  /** Keeps a run and its report, JSON, in place of the one over the same window if there is one. */
  keep(name: string, run: Of, report: string): Promise<void>;
  /** The runs that are kept, the oldest window first. */
  runs(name: string): Promise<readonly Of[]>;
  /** The run over the newest window. */
  newest(name: string): Promise<Of | undefined>;
  /** The report of a run, by its window's end; of the newest where nobody says. */
  report(name: string, end?: number): Promise<string | undefined>;
}
