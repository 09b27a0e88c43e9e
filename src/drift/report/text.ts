import { figureText } from '../../alert/figure.ts';
import { sparkline } from '../../alert/sparkline.ts';
import { table } from '../../alert/table.ts';
import { utcText } from '../../alert/utc.ts';
import { visible } from '../../alert/visible.ts';
import { counted } from '../data/words.ts';
import { predictionText, pvalueText, statisticText } from './figures.ts';
import type {
  CategoricalRow,
  CategoryShares,
  Distribution,
  DriftReport,
  NumericRow,
  UntestedRow,
} from './report.ts';

/** A report for a terminal: the worst first. */
export function reportText(report: DriftReport): string {
  const { features, prediction, remarks } = report;
  const tested = features.filter((row) => row.kind !== 'untested');
  const untested = features.filter((row) => row.kind === 'untested');
  const remarked = tested.flatMap(({ feature, remark }) =>
    remark === undefined ? [] : [`${nameText(feature)}: ${remark}`],
  );
  const ofPrediction =
    prediction?.remark === undefined ? [] : [`Predictions: ${prediction.remark}`];
  const sections = [
    headText(report),
    ...(prediction === undefined ? [] : [predictionText(prediction)]),
    ...(tested.length === 0 ? [] : [rowsText(tested)]),
    ...sectionText('Not tested', untested.map(untestedText)),
    ...sectionText('Remarks', [...remarks, ...ofPrediction, ...remarked]),
  ];
  return sections.join('\n\n');
}

function headText({ model, version, at, ...report }: DriftReport): string {
  const ofWhat = version === undefined ? model : `${model} ${version}`;
  const share = figureText(100 * report.share, '%');
  const rows = (count: number): string => counted(count, 'row');
  const { tested, drifted, severity } = report;
  const features = tested === 1 ? 'feature' : 'features';
  return [
    `Drift of ${nameText(ofWhat)}: ${tested === 0 ? 'not known' : severity}`,
    ...(tested === 0 ? [] : [`${drifted} of ${tested} ${features} drifted (${share})`]),
    `Reference ${rows(report.reference.rows)}, current ${rows(report.current.rows)}, ${utcText(at)}`,
  ].join('\n');
}

const HEADER = ['', 'FEATURE', 'KS', 'CHI²', 'P', 'PSI', 'SEVERITY', 'ACTION', 'THEN → NOW'];
const RIGHT = [2, 3, 4, 5];

function rowsText(rows: readonly (NumericRow | CategoricalRow)[]): string {
  return table([HEADER, ...rows.map(cellsOf)], RIGHT);
}

function cellsOf(row: NumericRow | CategoricalRow): readonly string[] {
  const { feature, drift, severity, action } = row;
  const figures =
    row.kind === 'numeric'
      ? [statisticText(row.ks.statistic), '', pvalueText(row.ks.pvalue), statisticText(row.psi)]
      : ['', statisticText(row.chi2.statistic), pvalueText(row.chi2.pvalue), ''];
  const picture =
    row.kind === 'numeric' ? barsText(row.distribution) : changeText(row.distribution);
  return [drift ? 'drift' : 'ok', nameText(feature), ...figures, severity, action, picture];
}

/** Two bins of the report are one bar: both sides have to stand in a line. */
function barsText({ reference, current }: Distribution): string {
  return [reference, current].map((counts) => sparkline(inPairs(counts), 0)).join(' → ');
}

function inPairs(counts: readonly number[]): readonly number[] {
  return counts.flatMap((count, bin) => (bin % 2 === 0 ? [count + (counts[bin + 1] ?? 0)] : []));
}

/** The category whose share has changed most: `pro 10 % → 24 %`. */
function changeText({ categories, reference, current, others }: CategoryShares): string {
  const totalOf = (counts: readonly number[], rest = 0): number =>
    counts.reduce((total, count) => total + count, rest);
  const all = [totalOf(reference, others?.reference), totalOf(current, others?.current)] as const;
  const shares = categories.map((name, index) => {
    const [was, is] = [(reference[index] ?? 0) / all[0], (current[index] ?? 0) / all[1]];
    return { name, was, is, change: Math.abs(is - was) };
  });
  const [most] = shares.toSorted((a, b) => b.change - a.change);
  if (most === undefined) return '';
  const percent = (share: number): string => figureText(100 * share, '%', 2);
  return `${nameText(most.name)} ${percent(most.was)} → ${percent(most.is)}`;
}

function untestedText({ feature, why }: UntestedRow): string {
  return `${nameText(feature)}: ${why}`;
}

function sectionText(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [[title, ...lines.map((line) => `  ${line}`)].join('\n')];
}

const LONGEST_NAME = 40;

/** A name from outside: in one line, and not longer than a column can be. */
function nameText(name: string): string {
  const shown = visible(name).replaceAll('\n', ' ');
  return shown.length <= LONGEST_NAME
    ? shown
    : `${shown.slice(0, LONGEST_NAME - 1).toWellFormed()}…`;
}
