import { figureText } from '../../alert/figure.ts';
import type { DriftState } from '../../engine/ports/drift-states.ts';
import { statisticText } from '../report/figures.ts';
import type { DriftReport } from '../report/report.ts';
import { meanKsOf } from '../runs/figures.ts';
import { findingKey } from '../runs/judge.ts';

/** What in a report of drift asks for the model to be trained again. */
export interface DriftReason {
  readonly trigger: 'prediction-shift' | 'feature-drift' | 'drifted-features';
  /** With its figures, a sentence. */
  readonly text: string;
}

const MOST_NAMED = 5;

/**
 * Why a model should be trained again, by its last run: its predictions have shifted far, the alert of its
 * features as a whole fires (so it is sustained, and judged once), or some of its features ask for it.
 */
export function driftReasons(
  report: DriftReport,
  state: Pick<DriftState, 'firing'> | undefined,
): readonly DriftReason[] {
  const reasons: DriftReason[] = [];
  const { prediction, features, version = '' } = report;
  if (prediction?.retrain === true && prediction.meanShift !== null) {
    const shift = figureText(prediction.meanShift, undefined);
    const text = `The mean of its predictions has shifted by ${shift} standard deviations, more than 3.`;
    reasons.push({ trigger: 'prediction-shift', text });
  }
  const mean = meanKsOf(report);
  if (mean !== undefined && state?.firing[findingKey(version, 'model')] !== undefined) {
    const text = `Its features have drifted as a whole: their mean KS is ${statisticText(mean)}, more than 0.2.`;
    reasons.push({ trigger: 'feature-drift', text });
  }
  const names = features.flatMap((row) =>
    row.kind !== 'untested' && row.action === 'retrain' ? [row.feature] : [],
  );
  if (names.length > 0) {
    const more = names.length - MOST_NAMED;
    const rest = more > 0 ? ` and ${more} more` : '';
    const text = `Features have drifted far: ${names.slice(0, MOST_NAMED).join(', ')}${rest}.`;
    reasons.push({ trigger: 'drifted-features', text });
  }
  return reasons;
}
