import type { KnownBlock } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import { dateSpan, escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import type { LogsAsked } from '../../metrics/logs/ask.ts';
import type { LogOutcome } from '../../metrics/logs/outcome.ts';
import { textTable } from '../../metrics/logs/text-table.ts';
import { count, logProblemWords, remarksOf, scanWords } from '../../metrics/logs/words.ts';
import type { Answer } from '../answer.ts';
import { preformatted } from '../preformatted.ts';

/** So many rows are read; all of them are in a file. A line of it is one on a desk, two on a phone. */
const SCREEN = { width: 72, most: 20 };
const LONGEST_LINE = 600;
const LONGEST_TEXT = 3_000;

/** What was found, as it is shown; `isWhole` is false where there is more of it than that. */
export interface LogsShown {
  readonly answer: Answer;
  readonly isWhole: boolean;
}

/**
 * What came of a query over logs. What stands in them comes from outside: Slack takes it as it is.
 *
 * @param notes what is to be said beside it, of our own words
 */
export function logsAnswer(
  outcome: LogOutcome,
  asked: LogsAsked,
  notes: readonly string[] = [],
): LogsShown {
  const about = smallPrint([
    { text: asked.source },
    { own: dateSpan(asked.span.from, asked.span.to) },
    ...(outcome.scan === undefined ? [] : [{ own: scanWords(outcome.scan) }]),
    ...notes.map((own) => ({ own })),
  ]);
  if (!outcome.ok) {
    const { what, mend } = logProblemWords(outcome.problem, asked.source);
    return shown([`⚠️ ${what} ${mend}`], undefined, about, true);
  }
  const { rows } = outcome.table;
  const heading =
    rows.length === 0
      ? 'Nothing was found. It looks at the events of this time and of these log groups only.'
      : `Found ${count(rows.length, 'row')}.`;
  const lines = [heading, ...remarksOf(outcome, asked.maxBytes).map((text) => `⚠️ ${text}`)];
  if (rows.length === 0) return shown(lines, undefined, about, true);
  const { text, isWhole } = textTable(outcome.table, SCREEN);
  return shown(lines, text, about, isWhole);
}

function shown(
  lines: readonly string[],
  table: string | undefined,
  about: KnownBlock,
  isWhole: boolean,
): LogsShown {
  const blocks: KnownBlock[] = [
    ...lines.map((line): KnownBlock => ({ type: 'section', text: plain(line, LONGEST_LINE) })),
    ...(table === undefined ? [] : [preformatted(table)]),
    about,
  ];
  const all = [...lines, ...(table === undefined ? [] : [table])].join('\n');
  return { answer: { text: escapedWithin(all, LONGEST_TEXT), blocks }, isWhole };
}
