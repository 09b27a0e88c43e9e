import type { KnownBlock } from '@slack/types';
import { figureText } from '../../alert/figure.ts';
import { plain, type SlackMessage } from '../../delivery/slack/message.ts';
import { date, escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import { counted } from '../../drift/data/words.ts';
import type { QualityCheck, QualityReport } from '../../drift/quality/report.ts';
import { preformatted } from '../preformatted.ts';
import { reportTable } from './report-table.ts';
import { SIGNS } from './words.ts';

const LONGEST_TITLE = 150;
const LONGEST_LINE = 600;
/** So many of what failed is said in whole sentences. */
const MOST_SENTENCES = 3;
const MOST_REMARKS = 4;

/** What stands beside a report where it is posted. */
interface BesideQuality {
  /** What the data set is called. */
  readonly title: string;
  /** What was looked at, epoch milliseconds; of a file that is always the same nothing is said. */
  readonly window?: { readonly start: number; readonly end: number } | undefined;
}

/** A report in Slack: how bad it is, and what failed, the worst first. Names come from outside. */
export function qualityMessage(
  report: QualityReport,
  { title, window }: BesideQuality,
): SlackMessage {
  const { severity, rows, at, checks } = report;
  const heading = `${SIGNS[severity]} Quality of ${title}: ${severity}`;
  const failed = checks.filter((check) => check.severity !== 'ok');
  const lines = [
    verdict(failed.length, checks.length),
    ...failed.slice(0, MOST_SENTENCES).map(checkText),
  ];
  const table = reportTable(report);
  const blocks: KnownBlock[] = [
    { type: 'section', text: plain(heading, LONGEST_TITLE) },
    ...lines.map((line): KnownBlock => ({ type: 'section', text: plain(line, LONGEST_LINE) })),
    ...(table === undefined ? [] : [preformatted(table)]),
    ...remarksOf(report).map((line): KnownBlock => ({
      type: 'section',
      text: plain(line, LONGEST_LINE),
    })),
    smallPrint([
      { own: `${figureText(rows, undefined)} ${rows === 1 ? 'row' : 'rows'}` },
      ...(window === undefined ? [] : [{ own: spanText(window) }]),
      { own: `checked ${date(at, '{date_short_pretty} {time}')}` },
      ...(table === undefined
        ? []
        : [{ own: 'found: how much of a column is missing or invalid, how old the newest is' }]),
    ]),
  ];
  return { text: escapedWithin([heading, ...lines].join('\n'), 3_000), blocks };
}

function verdict(failed: number, all: number): string {
  if (failed === 0)
    return all === 1 ? 'The one check is ok.' : `All ${counted(all, 'check')} are ok.`;
  return `${failed} of ${counted(all, 'check')} failed.`;
}

/** A check in a sentence: `price (> 0): 1 value invalid …`. */
function checkText(check: QualityCheck): string {
  if (check.check === 'volume') return `Volume: ${check.text}`;
  const rule = check.check === 'validity' ? ` (${check.rule})` : '';
  return `${check.column}${rule}: ${check.text}`;
}

function remarksOf({ remarks }: QualityReport): readonly string[] {
  const more = remarks.length - MOST_REMARKS;
  const rest = more > 0 ? [`+${more} more remarks, which the exported report has`] : [];
  return [...remarks.slice(0, MOST_REMARKS), ...rest].map((text) => `⚠️ ${text}`);
}

function spanText({ start, end }: { readonly start: number; readonly end: number }): string {
  const format = '{date_short_pretty} {time}';
  return `data of ${date(start, format)} to ${date(end, format)}`;
}
