/** A run over a window of a model's data. Times are epoch milliseconds. */
export interface DriftRun {
  /** What it looked at: up to before `end`. */
  readonly window: { readonly start: number; readonly end: number };
  /** When it looked. */
  readonly at: number;
  readonly version: string;
  readonly tested: number;
  readonly drifted: number;
  /** Of the tested ones. */
  readonly share: number;
  /** By the share: low, moderate, high, critical. */
  readonly severity: string;
  /** The mean KS statistic of the numerical features; absent where there are none. */
  readonly meanKs?: number;
  readonly prediction?: { readonly ks: number; readonly drift: boolean };
  /** By feature; those that could not be tested are left out. */
  readonly features: Readonly<Record<string, FeatureFigures>>;
}

export interface FeatureFigures {
  /** KS of numbers; of categories the largest difference of share. Both 0 to 1. */
  readonly distance: number;
  /** The statistic of the test: KS, or chi-square. */
  readonly statistic: number;
  readonly pvalue: number;
  /** Of numbers. */
  readonly psi?: number;
  readonly drift: boolean;
}

/** A run with its report, as JSON. */
export interface KeptRun extends DriftRun {
  readonly report: string;
}

/** So many runs of a model are kept, the newest. */
export const RUNS_KEPT = 90;

/** What runs have found, for all replicas: by model. */
export interface DriftReports {
  /** Keeps a run, in place of the one over the same window if there is one. */
  keep(model: string, run: KeptRun): Promise<void>;
  /** The runs that are kept, the oldest window first. */
  runs(model: string): Promise<readonly DriftRun[]>;
  /** The run over the newest window. */
  newest(model: string): Promise<DriftRun | undefined>;
  /** The report of a run, by its window's end; of the newest where nobody says. */
  report(model: string, end?: number): Promise<string | undefined>;
}
