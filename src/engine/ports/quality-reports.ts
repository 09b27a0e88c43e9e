import type { DriftState } from './drift-states.ts';
import type { KeptStates } from './kept-states.ts';
import type { Run, RunReports } from './run-reports.ts';

/** A run over a window of a data set, held against its rules. */
export interface QualityRun extends Run {
  /** When it looked, epoch milliseconds. */
  readonly at: number;
  readonly rows: number;
  /** That of the worst check. */
  readonly severity: string;
  /** How many checks found something, of how many. */
  readonly failed: number;
  readonly checks: number;
  /** The worst first. */
  readonly figures: readonly CheckFigure[];
}

/** What a check is about, and its figure. */
export interface CheckFigure {
  readonly check: 'volume' | 'freshness' | 'completeness' | 'validity';
  /** Of volume none. */
  readonly column?: string;
  /** What a rule of validity asks, in words. */
  readonly rule?: string;
  readonly severity: string;
  /**
   * Rows of volume; the age in milliseconds of freshness; the share, 0 to 1, that is missing of completeness and
   * that is invalid of validity. Absent where there was nothing to count.
   */
  readonly value?: number;
}

/** What runs over data sets have found; by their names. */
export type QualityReports = RunReports<QualityRun>;

/** How all data sets stand: as models do between two runs. */
export type QualityStates = KeptStates<DriftState>;
