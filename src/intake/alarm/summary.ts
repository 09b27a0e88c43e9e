import type { Comparison, Measure } from './measure.ts';
import type { Figures } from './reason.ts';
import { figurePair, figureText } from '../../alert/figure.ts';
import { spanText, unitSign } from './units.ts';

const OVER: Readonly<Record<Comparison, string>> = {
  '>': 'over',
  '≥': '≥',
  '<': 'under',
  '≤': '≤',
  outside: 'outside',
};

/**
 * What a person would say about a metric that went off, in one line: `CPUUtilization average 17.3 %
 * over 15 % for 5 min`. Undefined when there is neither a metric nor a figure to speak of.
 */
export function measuredText(
  state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA',
  measure: Measure,
  figures: Figures,
): string | undefined {
  const what = [measure.metric, measure.statistic].filter(Boolean).join(' ');
  if (state === 'INSUFFICIENT_DATA') {
    return what === '' ? undefined : `No data for ${what}`;
  }
  const against = comparedText(state, measure, figures);
  if (state === 'ALARM' && figures.missing && figures.value === undefined) {
    return [what, 'has no data, which counts as breaching'].filter(Boolean).join(' ');
  }
  if (against === undefined) return undefined;
  const span = state === 'ALARM' ? spanOf(measure, figures) : '';
  return [what, against].filter(Boolean).join(' ') + span;
}

function comparedText(
  state: 'ALARM' | 'OK',
  measure: Measure,
  figures: Figures,
): string | undefined {
  const { value } = figures;
  const sign = unitSign(measure.unit, measure.namespace, measure.metric);
  const band = bandText(figures, sign);
  const { threshold } = measure;
  if (value === undefined) return undefined;
  if (band !== undefined) {
    const inside = state === 'OK' ? 'back within' : 'outside';
    return `${figureText(value, sign)} ${inside} the expected ${band}`;
  }
  if (threshold === undefined || measure.comparison === undefined) return figureText(value, sign);
  const [is, limit] = figurePair(value, threshold, sign);
  const relation = OVER[measure.comparison];
  return state === 'OK' ? `${is}, no longer ${relation} ${limit}` : `${is} ${relation} ${limit}`;
}

function bandText({ lower, upper }: Figures, sign: string | undefined): string | undefined {
  if (lower !== undefined && upper !== undefined) {
    const [from, to] = figurePair(lower, upper, sign);
    return `${from} to ${to}`;
  }
  if (upper !== undefined) return `at most ${figureText(upper, sign)}`;
  return lower === undefined ? undefined : `at least ${figureText(lower, sign)}`;
}

/** ` for 5 min` when every period breached, `, 2 of 3 periods of 60 s` when not all have to. */
function spanOf(measure: Measure, figures: Figures): string {
  const { period } = measure;
  const periods = measure.evaluationPeriods ?? figures.evaluated;
  const needed = measure.datapointsToAlarm ?? figures.breaching ?? periods;
  if (period === undefined || periods === undefined || period <= 0 || periods <= 0) return '';
  if (needed !== undefined && needed < periods) {
    return `, ${needed} of ${periods} periods of ${spanText(period)}`;
  }
  return ` for ${spanText(period * periods)}`;
}
