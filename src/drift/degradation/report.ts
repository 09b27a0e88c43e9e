import type { Degree } from './degree.ts';

/** How good a model was. Shares, 0 to 1. */
export interface Figures {
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  /** Null where all were of one class; absent of a baseline that does not say. */
  readonly rocAuc?: number | null;
  /** Of the labelled predictions, how many turned out positive: of recommendations the clicks. */
  readonly ctr?: number;
}

/** What a model is measured by. */
export interface ModelBaseline {
  /** Where it comes from: the config, a file, or the model's first full window. */
  readonly from: 'config' | 'file' | 'window';
  readonly figures: Figures;
  /** Of a window: the day before which it ends, since 1970-01-01, UTC. */
  readonly end?: number;
}

/** How sure a model was of what it said. */
export interface Confidence {
  /** The mean probability, 0 to 100. */
  readonly mean: number;
  /** The share of probabilities under 0.6, 0 to 1. */
  readonly low: number;
}

export interface Pace {
  /** Rows a second of prediction. */
  readonly throughput?: number;
  /** How long the model took to load, on average. */
  readonly loadSeconds?: number;
}

/** A rolling window up to the day of a report. */
export interface WindowReport extends Pace {
  /** How long: 7, 30 or 90. */
  readonly days: number;
  readonly predictions: number;
  readonly labelled: number;
  /** Absent where too few are labelled. */
  readonly figures?: Figures;
  /** Against the baseline, where there are both. */
  readonly change?: WindowChange;
  readonly confidence?: Confidence;
}

export interface WindowChange {
  /** In percent of the baseline; below 0 where it has grown. */
  readonly f1Drop: number;
  readonly degree: Degree;
  /** The same of the share of clicks, where that is looked at. */
  readonly ctrDrop?: number;
}

/** A day of the past, by the figures of the days up to it. */
export interface TrendPoint {
  /** Days since 1970-01-01, UTC: the last day that counts. */
  readonly day: number;
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
}

/** How good a model is by now. */
export interface ModelReport {
  readonly model: string;
  readonly version: string;
  /** When it was made, epoch milliseconds. */
  readonly at: number;
  /** The day before which its windows end, since 1970-01-01, UTC. */
  readonly end: number;
  readonly baseline?: ModelBaseline;
  /** The shortest first. */
  readonly windows: readonly WindowReport[];
  /** By the worst window; absent where nothing can be said. */
  readonly degree?: Degree;
  /** Over the shortest window's days each; days without enough labels are left out. */
  readonly trend: readonly TrendPoint[];
  /** What to do, the most urgent first, in a sentence each. */
  readonly recommendations: readonly string[];
  /** What should be known of the data, in a sentence each. */
  readonly remarks: readonly string[];
}

/** A verdict needs so many labelled predictions. */
export const LEAST_LABELLED = 100;
