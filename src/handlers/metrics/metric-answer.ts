import type { ImageBlock, KnownBlock } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import { date, escape } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import type { MetricAnswer } from '../../metrics/ask/answer.ts';
import { figureLines, subjectWords, troubleWords } from '../../metrics/ask/answer-words.ts';
import type { Answer } from '../answer.ts';

const LONGEST_TITLE = 150;
const LONGEST_TEXT = 2_900;
const MOST_REMARKS = 3;

/** An answer in Slack: what it is, its figures, what went wrong, and its graph if it has one. */
export function metricAnswer(answer: MetricAnswer, graph?: ImageBlock): Answer {
  const title = plain(answer.measure.title, LONGEST_TITLE).text;
  const figures = figureLines(answer);
  const troubles = troubleWords(answer).map(({ what, mend }) => `${what} ${mend}`);
  const lines = [...figures, ...troubles.map((text) => `⚠️ ${text}`)];
  const blocks: KnownBlock[] = [
    { type: 'section', text: plain(`📈 ${title}`, LONGEST_TITLE) },
    { type: 'section', text: plain(lines.join('\n'), LONGEST_TEXT) },
    ...(graph === undefined ? [] : [graph]),
    smallPrint([
      ...subjectWords(answer).map((text) => ({ text })),
      { own: spanText(answer) },
      ...answer.remarks.slice(0, MOST_REMARKS).map((text) => ({ text })),
    ]),
  ];
  return { text: escape([title, ...lines].join('\n')), blocks };
}

/** From when to when, on the clock of who reads it. */
function spanText({ span: { from, to } }: MetricAnswer): string {
  const format = '{date_short_pretty} {time}';
  return `${date(from, format)} to ${date(to, format)}`;
}
