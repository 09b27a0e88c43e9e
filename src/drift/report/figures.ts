import { figureText } from '../../alert/figure.ts';
import type { CategoricalRow, NumericRow, PredictionRow } from './report.ts';

/** A statistic or a PSI for people. */
export function statisticText(value: number): string {
  return value < 10 ? value.toFixed(3) : figureText(value, undefined);
}

/** A p-value for people; the smallest ones have no meaning beyond being small. */
export function pvalueText(pvalue: number): string {
  return pvalue < 0.001 ? '< 0.001' : pvalue.toFixed(3);
}

/** A p-value within a sentence: `p = 0.034`, `p < 0.001`. */
function pvalueTold(pvalue: number): string {
  return pvalue < 0.001 ? 'p < 0.001' : `p = ${pvalueText(pvalue)}`;
}

/** What the tests say of a feature, in a line: `KS 0.350, p < 0.001, PSI 0.280: drifted`. */
export function rowText(row: NumericRow | CategoricalRow): string {
  const verdict = row.drift ? 'drifted' : 'not drifted';
  if (row.kind === 'categorical') {
    const { statistic, pvalue, dof } = row.chi2;
    return `χ² ${statisticText(statistic)} (${dof} df), ${pvalueTold(pvalue)}: ${verdict}`;
  }
  const { ks, psi } = row;
  return `KS ${statisticText(ks.statistic)}, ${pvalueTold(ks.pvalue)}, PSI ${statisticText(psi)}: ${verdict}`;
}

/** The same of the predictions, in a sentence or two. */
export function predictionText({
  ks,
  meanShift,
  varianceChange,
  drift,
  retrain,
}: PredictionRow): string {
  const told = [
    `KS ${statisticText(ks.statistic)}, ${pvalueTold(ks.pvalue)}`,
    ...(meanShift === null ? [] : [`the mean has shifted by ${deviationsText(meanShift)}`]),
    ...(varianceChange === null
      ? []
      : [`their spread has changed by ${percentText(varianceChange)}`]),
  ];
  const advice = retrain ? ' Train the model again.' : '';
  return `The predictions have ${drift ? 'drifted' : 'not drifted'}: ${told.join('; ')}.${advice}`;
}

/** A share that may be as large as a number can be. */
function percentText(share: number): string {
  return figureText(Math.min(100 * share, Number.MAX_VALUE), '%');
}

function deviationsText(count: number): string {
  return `${figureText(count, undefined)} standard deviations`;
}
