import type { ImageBlock, KnownBlock } from '@slack/types';
import { plain, type SlackMessage } from '../../delivery/slack/message.ts';
import { date, escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import type { ModelReport } from '../../drift/degradation/report.ts';
import {
  baselineText,
  confidenceLine,
  dayText,
  figuresTable,
  verdictText,
} from '../../drift/degradation/text.ts';
import { preformatted } from '../preformatted.ts';
import { DEGREE_SIGNS } from './words.ts';

const LONGEST_TITLE = 150;
const LONGEST_LINE = 600;
const MOST_REMARKS = 4;

/** What stands beside a report where it is shown. */
interface BesideReport {
  readonly title?: string;
  readonly pictures?: readonly ImageBlock[];
  /** Of our own words. */
  readonly notes?: readonly string[];
}

/** How good a model is, in Slack: the verdict, the figures, what to do. Names come from outside. */
export function modelReportMessage(
  report: ModelReport,
  { title = report.model, pictures = [], notes = [] }: BesideReport = {},
): SlackMessage {
  const { version, degree, windows, recommendations, baseline, at, end } = report;
  const heading = `${DEGREE_SIGNS[degree ?? 'unknown']} ${title} ${version}: ${verdictText(report)}`;
  const advice = recommendations.map((one) => `• ${one}`).join('\n');
  const sure = windows[0] === undefined ? [] : confidenceLine(windows[0]);
  const remarks = remarksOf(report);
  const blocks: KnownBlock[] = [
    { type: 'section', text: plain(heading, LONGEST_TITLE) },
    preformatted(figuresTable(report)),
    ...(advice === '' ? [] : [section(advice)]),
    ...pictures,
    ...sure.map(section),
    ...remarks.map(section),
    smallPrint([
      { own: `the days before ${dayText(end)}, UTC` },
      ...(baseline === undefined ? [] : [{ own: baselineText(baseline).replace(/\.$/u, '') }]),
      { own: date(at, '{date_short_pretty} {time}') },
      ...notes.map((own) => ({ own })),
    ]),
  ];
  return { text: escapedWithin([heading, advice].join('\n').trim(), 3_000), blocks };
}

function section(text: string): KnownBlock {
  return { type: 'section', text: plain(text, LONGEST_LINE) };
}

function remarksOf({ remarks }: ModelReport): readonly string[] {
  const more = remarks.length - MOST_REMARKS;
  const rest = more > 0 ? [`+${more} more remarks`] : [];
  return [...remarks.slice(0, MOST_REMARKS), ...rest].map((text) => `⚠️ ${text}`);
}
