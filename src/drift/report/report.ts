import type { ChiSquareTest } from '../statistics/chi-square.ts';
import type { KsTest } from '../statistics/ks.ts';

/** What became of the features of a model since its reference; the prediction apart. */
export interface DriftReport {
  readonly model: string;
  readonly version?: string;
  /** When it was made, epoch milliseconds. */
  readonly at: number;
  /** How many features could be tested, and how many of them drifted. */
  readonly tested: number;
  readonly drifted: number;
  /** Of the tested ones; 0 when none was. */
  readonly share: number;
  readonly severity: ReportSeverity;
  /** The worst first; those that could not be tested last. */
  readonly features: readonly FeatureRow[];
  readonly prediction?: PredictionRow;
  readonly reference: DataSize;
  readonly current: DataSize;
  /** What people should know of the data, in a sentence each. */
  readonly remarks: readonly string[];
}

/** By the share of drifted features: under 10 % low, under 25 % moderate, under 50 % high, else critical. */
export type ReportSeverity = 'low' | 'moderate' | 'high' | 'critical';

export interface DataSize {
  readonly rows: number;
}

export type FeatureRow = NumericRow | CategoricalRow | UntestedRow;

export interface NumericRow {
  readonly kind: 'numeric';
  readonly feature: string;
  readonly ks: KsTest;
  readonly psi: number;
  /** By the KS statistic: under 0.1 low, under 0.3 medium, else high. */
  readonly severity: RowSeverity;
  /** By the PSI: under 0.1 ok, under 0.25 moderate, else drift. */
  readonly stability: Stability;
  /** The p-value corrected for how many features were tested, where that was asked for. */
  readonly adjusted?: number;
  readonly drift: boolean;
  readonly action: Action;
  readonly distances?: Distances;
  /** How both are distributed, to be drawn and to be kept. */
  readonly distribution: Distribution;
  readonly remark?: string;
}

export interface CategoricalRow {
  readonly kind: 'categorical';
  readonly feature: string;
  readonly chi2: ChiSquareTest;
  /** The largest difference of share that any set of categories has: total variation, 0 to 1. */
  readonly difference: number;
  /** High where it drifted, else low. */
  readonly severity: RowSeverity;
  /** As of numbers. */
  readonly adjusted?: number;
  readonly drift: boolean;
  readonly action: Action;
  readonly distances?: Pick<Distances, 'jensenShannon'>;
  readonly distribution: CategoryShares;
  readonly remark?: string;
}

/** A feature of which nothing can be said; `why` is a sentence. */
export interface UntestedRow {
  readonly kind: 'untested';
  readonly feature: string;
  readonly why: string;
}

export type RowSeverity = 'low' | 'medium' | 'high';

export type Stability = 'ok' | 'moderate' | 'drift';

/** What to do about a feature: nothing, keep an eye on it, train the model again. */
export type Action = 'none' | 'watch' | 'retrain';

/** How far apart two distributions are, where the samples are so large that any test finds a difference. */
export interface Distances {
  /** In the feature's unit. */
  readonly wasserstein: number;
  /** With the natural logarithm: 0 to sqrt(ln 2). */
  readonly jensenShannon: number;
}

/** Counts of both by the same bins; what lies beyond them is in the first and the last. */
export interface Distribution {
  /** Ascending; one more than there are bins. */
  readonly edges: readonly number[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** Counts of both by the same categories, the most frequent first. */
export interface CategoryShares {
  readonly categories: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
  /** Rows of the rarer categories, which are not listed; absent where all are. */
  readonly others?: {
    readonly categories: number;
    readonly reference: number;
    readonly current: number;
  };
}

export interface PredictionRow {
  readonly ks: KsTest;
  /**
   * |mean(current) - mean(reference)| / std(reference), sample standard deviations; null where the
   * predictions of the reference do not vary.
   */
  readonly meanShift: number | null;
  /** |std(current) - std(reference)| / std(reference); null as the shift, and of a single prediction. */
  readonly varianceChange: number | null;
  readonly drift: boolean;
  /** The mean has shifted so far that the model should be trained again. */
  readonly retrain: boolean;
  readonly distribution: Distribution;
  readonly remark?: string;
}
