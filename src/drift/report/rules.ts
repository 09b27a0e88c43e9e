/** By what it is judged whether something drifted. */
export interface DriftRules {
  /**
   * What makes a numerical feature drifted: how far the distributions are apart (`effect`), how
   * improbable it is that they are the same (`pvalue`), or either of them.
   */
  readonly rule: 'effect' | 'pvalue' | 'either';
  /** A p-value below it is drift; categorical features and predictions are always judged by it. */
  readonly pvalue: number;
  /**
   * Whether the p-values of the features are corrected for how many there are: of a hundred features
   * that did not change, five have a p-value below 0.05.
   */
  readonly correction: 'none' | 'benjamini-hochberg';
  /** Whether Wasserstein and Jensen-Shannon distances are computed. */
  readonly distances: boolean;
}

export const DEFAULT_RULES: DriftRules = {
  rule: 'effect',
  pvalue: 0.05,
  correction: 'none',
  distances: false,
};
