import { figureText } from '../../alert/figure.ts';
import { table } from '../../alert/table.ts';
import {
  LEAST_LABELLED,
  type Figures,
  type ModelBaseline,
  type ModelReport,
  type WindowReport,
} from './report.ts';

const DAY = 86_400_000;

/** The report in words, for a terminal or a log. */
export function modelReportText(report: ModelReport): string {
  const { model, version, recommendations, remarks } = report;
  const confident = report.windows.flatMap(confidenceLine);
  return [
    `${model} ${version} up to ${dayText(report.end)}: ${verdictText(report)}`,
    '',
    figuresTable(report),
    ...(confident.length > 0 ? ['', ...confident] : []),
    ...(recommendations.length > 0 ? ['', ...recommendations.map((one) => `- ${one}`)] : []),
    ...(remarks.length > 0 ? ['', ...remarks] : []),
  ].join('\n');
}

/** In a few words how a model is: `moderate degradation`, `as good as it was`. */
export function verdictText({ degree, windows }: Pick<ModelReport, 'degree' | 'windows'>): string {
  if (degree === undefined) {
    const most = windows.at(-1);
    if (most !== undefined && most.figures === undefined) return `${tooFewText(most)}, no verdict`;
    return 'no baseline yet, no verdict';
  }
  return degree === 'none' ? 'as good as it was' : `${degree} degradation`;
}

/** `too few: 63 of 100`. */
function tooFewText({ labelled }: Pick<WindowReport, 'labelled'>): string {
  return `too few labelled: ${labelled} of ${LEAST_LABELLED}`;
}

/** A column each window, a row each figure, beside what they were. */
export function figuresTable({ baseline, windows }: ModelReport): string {
  const hasCtr = windows.some(({ figures }) => figures?.ctr !== undefined);
  const row = (name: string, of: (figures: Figures) => string): string[] => [
    name,
    baseline === undefined ? '–' : of(baseline.figures),
    ...windows.map(({ figures }) => (figures === undefined ? '–' : of(figures))),
  ];
  return table([
    ['', 'before', ...windows.map(({ days }) => `${days} d`)],
    row('F1', ({ f1 }) => shareText(f1)),
    ['drop', '', ...windows.map(({ change }) => dropText(change?.f1Drop))],
    row('precision', ({ precision }) => shareText(precision)),
    row('recall', ({ recall }) => shareText(recall)),
    row('ROC AUC', ({ rocAuc }) => shareText(rocAuc ?? undefined)),
    ...(hasCtr ? [row('CTR', ({ ctr }) => percentText(ctr))] : []),
    ...(hasCtr ? [['drop', '', ...windows.map(({ change }) => dropText(change?.ctrDrop))]] : []),
    ['labelled', '', ...windows.map(({ labelled }) => figureText(labelled, undefined))],
  ]);
}

/** `Baseline: of its first full window, up to 2026-10-08.` */
export function baselineText({ from, end }: ModelBaseline): string {
  if (from === 'config') return 'Baseline: of the config.';
  if (from === 'file') return 'Baseline: of a file that the config names.';
  return `Baseline: its first full window, up to ${dayText(end ?? 0)}.`;
}

/** How sure it is of itself, how fast, and how long it takes to load; nothing where nobody says. */
export function confidenceLine(window: WindowReport): readonly string[] {
  const { days, predictions, confidence, throughput, loadSeconds } = window;
  if (confidence === undefined) return [];
  const { mean, low } = confidence;
  const parts = [
    `${figureText(predictions, undefined)} predictions`,
    `confidence ${figureText(mean, '%')}, ${figureText(100 * low, '%')} of them under 60 %`,
    ...(throughput === undefined ? [] : [`${figureText(throughput, '/s')} predicted`]),
    ...(loadSeconds === undefined ? [] : [`loaded in ${figureText(loadSeconds, 's')}`]),
  ];
  return [`${days} days: ${parts.join('; ')}.`];
}

export function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** `0.712`; a dash where there is none. */
export function shareText(share: number | undefined): string {
  return share === undefined ? '–' : share.toFixed(3);
}

function percentText(share: number | undefined): string {
  return share === undefined ? '–' : figureText(100 * share, '%');
}

/** What is lost is below zero, as people read it. */
function dropText(drop: number | undefined): string {
  if (drop === undefined) return '–';
  const sign = drop > 0 ? '-' : '+';
  return drop === 0 ? '0 %' : `${sign}${figureText(Math.abs(drop), '%')}`;
}
