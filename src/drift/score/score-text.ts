import { figureText } from '../../alert/figure.ts';
import { table } from '../../alert/table.ts';
import type { Score } from '../statistics/classification.ts';

/** A score, with what people should know of it. */
export interface ScoreReport extends Score {
  /** From this probability on the positive class is predicted. */
  readonly threshold: number;
  readonly remarks: readonly string[];
}

/** For programs: `tocsin model score --json`. */
export function scoreJson({ rocAuc, precision, recall, f1, ...rest }: ScoreReport): object {
  return { precision, recall, f1, roc_auc: rocAuc, ...rest };
}

/** For people. */
export function scoreText(report: ScoreReport): string {
  const { count, positives, threshold, rocAuc, remarks } = report;
  const share = figureText((100 * positives) / count, '%');
  const figures = [
    ['precision', report.precision.toFixed(3)],
    ['recall', report.recall.toFixed(3)],
    ['F1', report.f1.toFixed(3)],
    ['ROC AUC', rocAuc === null ? '–' : rocAuc.toFixed(3)],
  ];
  return [
    `${figureText(count, undefined)} predictions, ${figureText(positives, undefined)} of them truly positive (${share}).`,
    `Taken for positive is what has a probability from ${threshold} on.`,
    '',
    table(figures),
    ...(remarks.length > 0 ? ['', ...remarks] : []),
  ].join('\n');
}
