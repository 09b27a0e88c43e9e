import type { Run, RunReports } from './run-reports.ts';

/** A run over a window of a model's data. Times are epoch milliseconds. */
export interface DriftRun extends Run {
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

/** What runs over models have found; by their names. */
export type DriftReports = RunReports<DriftRun>;
