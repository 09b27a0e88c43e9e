import type { ImageBlock, KnownBlock } from '@slack/types';
import { figureText } from '../../alert/figure.ts';
import { plain, type SlackMessage } from '../../delivery/slack/message.ts';
import { date, escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import { predictionText } from '../../drift/report/figures.ts';
import type { DriftReport } from '../../drift/report/report.ts';
import { preformatted } from '../preformatted.ts';
import { reportTable } from './report-table.ts';
import { SIGNS } from './words.ts';

const LONGEST_TITLE = 150;
const LONGEST_LINE = 600;
const MOST_REMARKS = 4;
const MOST_NAMED = 8;

/** What stands beside a report where it is posted. */
export interface BesideReport {
  /** What the model is called; else its name. */
  readonly title?: string;
  /** What was looked at, epoch milliseconds. */
  readonly window?: { readonly start: number; readonly end: number };
  /** Of the worst features. */
  readonly pictures?: readonly ImageBlock[];
  /** Of our own words. */
  readonly notes?: readonly string[];
}

/** A report in Slack: how bad it is, the worst features first, and what to do. Names come from outside. */
export function reportMessage(
  report: DriftReport,
  { title = report.model, window, pictures = [], notes = [] }: BesideReport = {},
): SlackMessage {
  const { version, severity, prediction, at, reference, current } = report;
  const named = version === undefined ? title : `${title} ${version}`;
  const { tested } = report;
  const found = tested === 0 ? 'not known' : severity;
  const heading = `${SIGNS[found] ?? '⚪'} Drift of ${named}: ${found}`;
  const lines = [
    sharesText(report),
    ...(prediction === undefined ? [] : [predictionText(prediction)]),
    ...adviceOf(report),
  ];
  const table = reportTable(report);
  const remarks = remarksOf(report);
  const rows = (count: number) => `${figureText(count, undefined)} rows`;
  const blocks: KnownBlock[] = [
    { type: 'section', text: plain(heading, LONGEST_TITLE) },
    ...lines.map((line): KnownBlock => ({ type: 'section', text: plain(line, LONGEST_LINE) })),
    ...(table === undefined ? [] : [preformatted(table)]),
    ...pictures,
    ...remarks.map((line): KnownBlock => ({ type: 'section', text: plain(line, LONGEST_LINE) })),
    smallPrint([
      { own: `${rows(current.rows)} against ${rows(reference.rows)}` },
      ...(window === undefined ? [] : [{ own: spanText(window) }]),
      { own: `compared ${date(at, '{date_short_pretty} {time}')}` },
      ...(table === undefined
        ? []
        : [{ own: 'apart: KS of numbers, of categories the largest difference of shares' }]),
      ...notes.map((own) => ({ own })),
    ]),
  ];
  return { text: escapedWithin([heading, ...lines].join('\n'), 3_000), blocks };
}

function sharesText({ tested, drifted, share }: DriftReport): string {
  if (tested === 0) return 'No feature could be tested.';
  const part = figureText(100 * share, '%');
  return `${drifted} of ${tested} ${tested === 1 ? 'feature' : 'features'} drifted (${part}).`;
}

function adviceOf({ features }: DriftReport): readonly string[] {
  const names = features.flatMap((row) =>
    row.kind !== 'untested' && row.action === 'retrain' ? [row.feature] : [],
  );
  if (names.length === 0) return [];
  const more = names.length - MOST_NAMED;
  const rest = more > 0 ? ` and ${more} more` : '';
  return [`Train the model again, for ${names.slice(0, MOST_NAMED).join(', ')}${rest}.`];
}

function remarksOf({ remarks, features }: DriftReport): readonly string[] {
  const untested = features.flatMap((row) =>
    row.kind === 'untested' ? [`${row.feature}: ${row.why}`] : [],
  );
  const all = [...remarks, ...untested];
  const more = all.length - MOST_REMARKS;
  const rest = more > 0 ? [`+${more} more remarks, which the exported report has`] : [];
  return [...all.slice(0, MOST_REMARKS), ...rest].map((text) => `⚠️ ${text}`);
}

function spanText({ start, end }: { readonly start: number; readonly end: number }): string {
  const format = '{date_short_pretty} {time}';
  return `data of ${date(start, format)} to ${date(end, format)}`;
}
