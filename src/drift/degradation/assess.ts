import { DAYS_KEPT } from '../../engine/ports/predictions.ts';
import { degreeOf, dropOf, isClickedLess, worstDegree } from './degree.ts';
import type { Outcomes } from './outcomes.ts';
import { recommendationsOf } from './recommendations.ts';
import {
  LEAST_LABELLED,
  type Figures,
  type ModelBaseline,
  type ModelReport,
  type WindowReport,
} from './report.ts';
import { trendOf } from './trend.ts';
import { windowReport, type Measuring } from './windows.ts';

/** What is asked of a model's predictions. */
export interface Assessment extends Measuring {
  readonly model: string;
  readonly version: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The day before which all windows end, since 1970-01-01, UTC. */
  readonly end: number;
  /** How long the windows are, in days, the shortest first. */
  readonly windows: readonly number[];
  /** Absent where it is still to be found: the first full window becomes it. */
  readonly baseline?: ModelBaseline | undefined;
  readonly runbook: string;
  readonly remarks: readonly string[];
}

/** How good a model is, over windows of days, against what it was. */
export function assess(outcomes: Outcomes, assessment: Assessment): ModelReport {
  const { model, version, at, end, windows, runbook, remarks, threshold } = assessment;
  const measured = windows.map((days) => windowReport(outcomes, { end, days }, assessment));
  const baseline = assessment.baseline ?? firstFullWindow(outcomes, assessment);
  const judged = measured.map((one) => changed(one, baseline?.figures));
  const changes = judged.flatMap(({ change }) => change ?? []);
  const degree =
    changes.length === 0 ? undefined : worstDegree(changes.map((change) => change.degree));
  const over = windows[0] ?? 1;
  return {
    model,
    version,
    at,
    end,
    ...(baseline !== undefined && { baseline }),
    windows: judged,
    ...(degree !== undefined && { degree }),
    trend: trendOf(outcomes, threshold, { end, over, back: DAYS_KEPT - over + 1 }),
    recommendations: recommendationsOf(
      degree,
      changes.some(({ ctrDrop }) => isClickedLess(ctrDrop)),
      { model, runbook },
    ),
    remarks: [...remarks, ...noBaseline(baseline, judged)],
  };
}

/** The oldest of the shortest windows in which there are predictions of all days' span, and enough labels. */
function firstFullWindow(
  outcomes: Outcomes,
  { end, windows, ...measuring }: Assessment,
): ModelBaseline | undefined {
  const days = windows[0];
  if (days === undefined || outcomes.day.length === 0) return undefined;
  const first = outcomes.day.reduce((least, day) => Math.min(least, day));
  for (let to = first + days; to <= end; to += 1) {
    const { figures } = windowReport(outcomes, { end: to, days }, measuring);
    if (figures !== undefined) return { from: 'window', figures, end: to };
  }
  return undefined;
}

function changed(window: WindowReport, baseline: Figures | undefined): WindowReport {
  const { figures } = window;
  if (figures === undefined || baseline === undefined) return window;
  const f1Drop = dropOf(baseline.f1, figures.f1);
  const ctr =
    baseline.ctr === undefined || figures.ctr === undefined
      ? {}
      : { ctrDrop: dropOf(baseline.ctr, figures.ctr) };
  return { ...window, change: { f1Drop, degree: degreeOf(f1Drop), ...ctr } };
}

function noBaseline(
  baseline: ModelBaseline | undefined,
  windows: readonly WindowReport[],
): readonly string[] {
  if (baseline !== undefined) return [];
  const [shortest] = windows;
  if (shortest === undefined) return [];
  return [
    `There is nothing to measure it by yet: its first ${shortest.days} days with ${LEAST_LABELLED} labelled predictions become its baseline.`,
  ];
}
