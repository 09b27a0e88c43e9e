import type { RunState } from './drift-states.ts';
import type { KeptStates } from './kept-states.ts';

/** A report of how good a model is, as it was made. */
export interface KeptReport {
  /** The day before which its windows end, since 1970-01-01, UTC. */
  readonly end: number;
  /** As JSON. */
  readonly report: string;
}

/** So many reports of a model are kept, the newest. */
export const REPORTS_KEPT = 90;

/** How good models were, for all replicas. */
export interface ModelReports {
  /** Keeps a report, in place of the one up to the same day if there is one. */
  keep(model: string, report: KeptReport): Promise<void>;
  /** The reports that are kept, the oldest first. */
  all(model: string): Promise<readonly KeptReport[]>;
  /** The newest. */
  newest(model: string): Promise<KeptReport | undefined>;
}

/** What is kept of a model between two measurements. */
export interface DegradationState extends RunState {
  /** By version what it is measured by, where that was found in its own predictions: as JSON. */
  readonly baselines: Readonly<Record<string, string>>;
}

/** How all models stand, for all replicas; by their names. */
export type DegradationStates = KeptStates<DegradationState>;
