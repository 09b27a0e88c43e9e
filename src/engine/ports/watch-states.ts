import type { Labels } from '../../alert/labels.ts';
import type { KeptStates } from './kept-states.ts';

/** A series for which a watch rule fires. */
export interface FiringSeries {
  /** The labels of the alert, as it was raised. */
  readonly labels: Labels;
  /** Those of them that are the series' own. */
  readonly series: Labels;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** Why a rule can't be looked at. Times are epoch milliseconds. */
export interface WatchFailure {
  readonly since: number;
  /** When it has lasted too long: people are told then. */
  readonly newsAt: number;
  /** What it has in common with other rules that fail: they are one piece of news. */
  readonly about: string;
  /** The source that does not answer, by its name in the config. */
  readonly source: string;
  /** What is wrong, in words for people; and what to do. */
  readonly what: string;
  readonly mend: string;
}

/** What is kept of a watch rule between two looks at it. Times are epoch milliseconds. */
export interface WatchState {
  /** When it is looked at next. */
  readonly dueAt: number;
  /** Up to when its metrics were judged: the end of a period. */
  readonly judgedTo: number;
  /** By what tells the series apart. */
  readonly firing: Readonly<Record<string, FiringSeries>>;
  readonly failure?: WatchFailure;
}

/** The states of all watch rules, for all replicas; by the rule's name. */
export type WatchStates = KeptStates<WatchState>;
