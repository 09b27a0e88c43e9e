import type { DataSource } from '../data/open.ts';
import { score, type Score } from '../statistics/classification.ts';
import { readLabels, type LabelColumns } from './read-labels.ts';
import type { ScoreReport } from './score-text.ts';

/**
 * How well a model told the positive class from the other, by a file of what it said and what was true.
 *
 * @throws DataProblem, Mistake as `readLabels`
 */
export async function scoreFile(
  source: DataSource,
  columns: LabelColumns,
  threshold: number,
): Promise<ScoreReport> {
  const { actual, probability, remarks } = await readLabels(source, columns);
  const scored = score(actual, probability, threshold);
  return { ...scored, threshold, remarks: [...remarks, ...oneSided(scored)] };
}

/** Why figures are missing or zero. */
function oneSided({ positives, count, rocAuc, recall, precision }: Score): readonly string[] {
  if (rocAuc === null) {
    const all = positives === 0 ? 'negative' : 'positive';
    return [
      `All ${count.toLocaleString('en-US')} labels are ${all}: ROC AUC compares both classes, so there is none.`,
    ];
  }
  return recall === 0 && precision === 0 && positives > 0 && count > 0
    ? ['No positive was found at this threshold: precision, recall and F1 count as 0.']
    : [];
}
