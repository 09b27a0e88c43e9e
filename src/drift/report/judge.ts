import type { MeasuredCategories, MeasuredNumbers } from './measure.ts';
import type { Action, CategoricalRow, NumericRow } from './report.ts';
import type { DriftRules } from './rules.ts';
import { severityByKs, stabilityByPsi } from './severity.ts';

/** A KS statistic above it is drift by effect. */
const FAR_APART = 0.3;
/** A KS statistic, a PSI or a difference of share below it is small, whatever its p-value. */
const SMALL = 0.1;
/** From so many values on a test finds differences that mean nothing. */
const MANY = 10_000;

/** Whether numbers drifted, and what to do about it. */
export function judgeNumbers(
  { count, remarks, ...measured }: MeasuredNumbers,
  rules: DriftRules,
  adjusted?: number,
): NumericRow {
  const { ks, psi } = measured;
  const severity = severityByKs(ks.statistic);
  const stability = stabilityByPsi(psi);
  const byEffect = ks.statistic > FAR_APART || stability === 'drift';
  const byPvalue = (adjusted ?? ks.pvalue) < rules.pvalue;
  const drift = (rules.rule !== 'pvalue' && byEffect) || (rules.rule !== 'effect' && byPvalue);
  const isSmall = severity === 'low' && stability === 'ok';
  const large = severity === 'high' || stability === 'drift';
  const isOvertested = byPvalue && isSmall && count >= MANY;
  return {
    ...measured,
    severity,
    stability,
    ...(adjusted !== undefined && { adjusted }),
    drift,
    action: actionFor(drift, large, !isSmall),
    ...remarkOf([...remarks, ...(isOvertested ? [`${OVERTESTED} go by KS and PSI.`] : [])]),
  };
}

/** The same of categories, which are judged by their p-value. */
export function judgeCategories(
  { count, remarks, ...measured }: MeasuredCategories,
  rules: DriftRules,
  adjusted?: number,
): CategoricalRow {
  const drift = (adjusted ?? measured.chi2.pvalue) < rules.pvalue;
  const isSmall = measured.difference < SMALL;
  const isOvertested = drift && isSmall && count >= MANY;
  return {
    ...measured,
    severity: drift ? 'high' : 'low',
    ...(adjusted !== undefined && { adjusted }),
    drift,
    action: actionFor(drift, !isSmall, false),
    ...remarkOf([...remarks, ...(isOvertested ? [`${OVERTESTED} go by the shares.`] : [])]),
  };
}

const OVERTESTED = 'With so many rows p is small for differences that mean nothing:';

/** A model is trained again for what is far apart; what is merely certain, or on its way, is watched. */
function actionFor(drift: boolean, isLarge: boolean, isNotable: boolean): Action {
  if (drift) return isLarge ? 'retrain' : 'watch';
  return isNotable ? 'watch' : 'none';
}

/** What there is to remark, as a part of a row. */
export function remarkOf(remarks: readonly string[]): { readonly remark?: string } {
  return remarks.length === 0 ? {} : { remark: remarks.join(' ') };
}
