import { sorted, type Sorted } from './sort.ts';

/** How well a model told the positive class from the other. Shares, 0 to 1; 0 where one is not defined. */
export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** The chance that a positive has a greater probability than a negative; null with one class alone. */
  readonly rocAuc: number | null;
  readonly positives: number;
  readonly count: number;
}

/**
 * As scikit-learn's `precision_score`, `recall_score`, `f1_score` (`zero_division=0`) and `roc_auc_score`.
 * @param actual 1 for the positive class
 * @param probability of the positive class; it is predicted from `threshold` on
 * @throws RangeError when they are not as many, or a probability is not a number
 */
export function score(actual: Uint8Array, probability: Float64Array, threshold: number): Score {
  if (actual.length !== probability.length) throw new RangeError('a probability for each label');
  const ofPositives = new Float64Array(
    actual.reduce((sum, label) => sum + (label === 1 ? 1 : 0), 0),
  );
  const ofNegatives = new Float64Array(actual.length - ofPositives.length);
  let predicted = 0;
  let right = 0;
  for (let index = 0, positives = 0; index < actual.length; index += 1) {
    const one = probability[index] ?? 0;
    if (actual[index] === 1) ofPositives[positives++] = one;
    else ofNegatives[index - positives] = one;
    if (one < threshold) continue;
    predicted += 1;
    if (actual[index] === 1) right += 1;
  }
  const positives = ofPositives.length;
  return {
    precision: predicted === 0 ? 0 : right / predicted,
    recall: positives === 0 ? 0 : right / positives,
    f1: right === 0 ? 0 : (2 * right) / (predicted + positives),
    rocAuc: rocAuc(sorted(ofPositives), sorted(ofNegatives)),
    positives,
    count: actual.length,
  };
}

/**
 * The area under the ROC curve as the share of pairs in the right order, a tie counting half (Mann and
 * Whitney's U).
 */
function rocAuc(positives: Sorted, negatives: Sorted): number | null {
  if (positives.length === 0 || negatives.length === 0) return null;
  let halves = 0;
  let below = 0;
  let upTo = 0;
  for (const one of positives) {
    while (below < negatives.length && (negatives[below] ?? 0) < one) below += 1;
    while (upTo < negatives.length && (negatives[upTo] ?? 0) <= one) upTo += 1;
    halves += below + upTo;
  }
  return halves / 2 / positives.length / negatives.length;
}
