import type { Labels } from '../../alert/labels.ts';
import type { Signal } from '../../alert/signal.ts';

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

/** What a look at a rule raises and ends. */
export interface Said {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  readonly signals: readonly Signal[];
}

/** The states of all watch rules, for all replicas; by the rule's name. */
export interface WatchStates {
  all(): Promise<ReadonlyMap<string, WatchState>>;
  /** Keeps a state and appends to the inbox what that raises and ends, in one atomic step. */
  put(rule: string, state: WatchState, said?: Said): Promise<void>;
  /** The same for a rule that is no more. */
  forget(rule: string, said?: Said): Promise<void>;
}
