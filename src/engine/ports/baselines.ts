/** What the data of a version of a model was like: what the newest is compared with. */
export interface Baseline extends BaselineInfo {
  /** One a feature, each with a name of its own; in no order. */
  readonly profiles: readonly FeatureProfile[];
}

export interface BaselineInfo {
  readonly model: string;
  readonly version: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Where its data was, in words for people. */
  readonly from: string;
  readonly rows: number;
  /** How many features it knows. */
  readonly features: number;
}

export type FeatureProfile = NumericProfile | CategoricalProfile | UnusableProfile;

export interface NumericProfile {
  readonly kind: 'numeric';
  readonly feature: string;
  readonly rows: number;
  readonly missing: number;
  readonly infinite: number;
  /** Absent where there is no finite value. */
  readonly summary?: NumericSummary;
  /** Finite values, ascending: all of them, or a uniform sample. */
  readonly sample: Float64Array;
  readonly isSample: boolean;
}

export interface NumericSummary {
  readonly mean: number;
  /** Of the sample; absent of a single value. */
  readonly std?: number;
  readonly min: number;
  readonly max: number;
  /** One for each of `PERCENTILES`. */
  readonly percentiles: readonly number[];
  /** One more edge than there are bins; what lies beyond them is in the first and the last. */
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] };
}

export const PERCENTILES = [1, 5, 10, 25, 50, 75, 90, 95, 99] as const;

export interface CategoricalProfile {
  readonly kind: 'categorical';
  readonly feature: string;
  readonly rows: number;
  readonly missing: number;
  readonly counts: ReadonlyMap<string, number>;
}

export interface UnusableProfile {
  readonly kind: 'unusable';
  readonly feature: string;
  readonly rows: number;
  readonly missing: number;
  /** Why, in a sentence for people. */
  readonly why: string;
}

/** How long a baseline that was deleted can be had back, in milliseconds. */
export const DELETED_KEPT_FOR = 7 * 24 * 60 * 60_000;

/** The baselines of all models, for all replicas: one for each version of a model, and one of them active. */
export interface Baselines {
  /** Keeps it, in place of the one of its version if there is one; all of it or nothing. */
  put(baseline: Baseline): Promise<void>;
  /** Those of a model, the newest first. */
  list(model: string): Promise<readonly BaselineInfo[]>;
  find(model: string, version: string): Promise<Baseline | undefined>;
  /** The version whose baseline the newest data is compared with. */
  active(model: string): Promise<string | undefined>;
  /** False where there is none of that version. */
  activate(model: string, version: string): Promise<boolean>;
  /** Deletes it, so that it can be had back for a while. False where there is none. */
  remove(model: string, version: string): Promise<boolean>;
  /** Gets back what was deleted. It is not active then. False where it is gone. */
  restore(model: string, version: string): Promise<boolean>;
}
