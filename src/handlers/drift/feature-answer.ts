import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import { plain } from '../../delivery/slack/message.ts';
import { escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import { rowText } from '../../drift/report/figures.ts';
import type { DriftReport, FeatureRow } from '../../drift/report/report.ts';
import { FAR } from '../../drift/runs/figures.ts';
import type { WatchedModel } from '../../drift/runs/model.ts';
import type { DriftRun } from '../../engine/ports/drift-reports.ts';
import type { Chart } from '../../metrics/charts/chart.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import { USUAL_ZONE } from '../metrics/graph.ts';
import type { Job } from '../jobs/job.ts';
import { draw } from './draw.ts';
import { rowPicture } from './row-picture.ts';

const HOUR = 3_600_000;
/** By which limits it is drawn how a feature went. */
const LIMITS = [
  { label: 'high', value: FAR, severity: 'error' },
  { label: 'medium', value: 0.1, severity: 'warning' },
] as const;

/** One feature of a model by its last run: how it is distributed, and how it came to that. */
export async function featureAnswer(
  model: WatchedModel,
  { feature, isFiguresOnly }: { readonly feature: string; readonly isFiguresOnly: boolean },
  { drift, asker, picture }: Handling,
  { signal, progress }: Job,
): Promise<Answer> {
  progress('reading the last runs');
  const [text, runs] = await Promise.all([
    drift.reports.report(model.name),
    drift.reports.runs(model.name),
  ]);
  if (text === undefined) {
    const hint = `ask for /drift ${model.name}, which compares it now`;
    throw new Mistake(`${model.name} was not compared on schedule yet`, hint);
  }
  // Written by us alone, so trusted.
  const report: DriftReport = JSON.parse(text);
  const row = rowOf(feature, report);
  progress('drawing');
  const trend = trendOf(row.feature, model, runs, asker.timeZone ?? USUAL_ZONE);
  const wanted = [
    ...(row.kind !== 'untested' ? [rowPicture(row, report)] : []),
    ...(trend === undefined ? [] : [trend]),
  ];
  const { pictures, notes } = await draw(isFiguresOnly ? [] : wanted, picture, signal);
  const said = row.kind === 'untested' ? row.why : rowText(row);
  const lines = [`${row.feature} · ${model.title} ${report.version ?? ''}`.trim(), said];
  if (row.kind !== 'untested' && row.remark !== undefined) lines.push(row.remark);
  // A picture has them.
  if (row.kind === 'categorical' && pictures.length === 0) lines.push(...shareLines(row));
  return {
    text: escapedWithin(lines.join('\n'), 3_000),
    blocks: [
      ...lines.map((line) => ({ type: 'section' as const, text: plain(line, 600) })),
      ...pictures,
      smallPrint([
        { own: runs.length === 1 ? 'by one run' : `by the last of ${runs.length} runs` },
        ...notes.map((own) => ({ own })),
      ]),
    ],
  };
}

function rowOf(feature: string, { features }: DriftReport): FeatureRow {
  const named = features.find((row) => row.feature.toLowerCase() === feature.toLowerCase());
  if (named !== undefined) return named;
  const names = features.map((row) => row.feature);
  const meant = nearest(feature, names);
  const hint =
    meant === undefined
      ? `there is ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''}`
      : `write ${meant}`;
  throw new Mistake(`the model has no feature ${quoted(feature)}`, hint);
}

/** The shares of the most frequent categories, then and now. */
function shareLines({
  distribution: { categories, reference, current, others },
}: Extract<FeatureRow, { readonly kind: 'categorical' }>): readonly string[] {
  const sum = (counts: readonly number[], rest = 0) => counts.reduce((all, one) => all + one, rest);
  const [before, now] = [sum(reference, others?.reference), sum(current, others?.current)];
  const percent = (count: number, all: number) => `${((100 * count) / all).toFixed(1)} %`;
  return categories.slice(0, 8).map((name, at) => {
    const [then, today] = [reference[at] ?? 0, current[at] ?? 0];
    return `${name}: ${percent(then, before)} → ${percent(today, now)}`;
  });
}

/** How far the feature was from its reference, run by run. */
function trendOf(
  feature: string,
  { name, version }: WatchedModel,
  runs: readonly DriftRun[],
  timeZone: string,
): Chart | undefined {
  const points = runs.flatMap(({ window: { end }, features }) => {
    const figures = Object.hasOwn(features, feature) ? features[feature] : undefined;
    return figures === undefined ? [] : [{ at: end, value: figures.distance }];
  });
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return undefined;
  const pauses = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at));
  // The usual one: a run by hand between two of the schedule is no other rhythm.
  const usual = pauses.toSorted((a, b) => a - b)[Math.floor(pauses.length / 2)] ?? 0;
  const period = Math.max(usual, HOUR);
  return {
    title: `${feature} · ${name} ${version}`,
    unit: 'how far from its reference',
    series: [{ label: 'distance', points, period }],
    thresholds: LIMITS,
    from: first.at,
    to: last.at,
    timeZone,
    theme: 'light',
  };
}
