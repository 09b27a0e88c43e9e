import type { Labels } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { KeptStates } from './kept-states.ts';

/** Something that drifts, of which people were told. */
export interface FiringDrift {
  /** The labels of the alert, as it was raised. */
  readonly labels: Labels;
  readonly severity: Severity;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** Why a model's data can't be compared. Times are epoch milliseconds. */
export interface DriftFailure {
  readonly since: number;
  /** How often it was tried. */
  readonly tries: number;
  readonly againAt: number;
  /** What is wrong, in words for people; and what to do. */
  readonly what: string;
  readonly mend: string;
}

/** What is kept of anything whose data is looked at, between two runs. Times are epoch milliseconds. */
export interface RunState {
  /** For when the last run was due that came to an end. */
  readonly ranFor?: number | undefined;
  /** By what it is that is not as it should be. */
  readonly firing: Readonly<Record<string, FiringDrift>>;
  readonly failure?: DriftFailure | undefined;
  /** What is still to be told of the last run: since when, and when it is tried next. */
  readonly telling?: { readonly since: number; readonly againAt: number } | undefined;
}

/** What is kept of a model, or of a data set, between two runs. */
export interface DriftState extends RunState {
  /** The end of the window that was looked at last, epoch milliseconds. */
  readonly judgedTo?: number;
  /** How many runs, one after the other, found a thing to drift. */
  readonly streaks: Readonly<Record<string, number>>;
}

/** So often a run may fail before people are told. */
export const FAILURES_TOLD = 3;

/** How all models stand, for all replicas; by their names. */
export type DriftStates = KeptStates<DriftState>;
