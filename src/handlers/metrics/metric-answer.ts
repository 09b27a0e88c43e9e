import type { KnownBlock } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import { dateSpan, escape } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import type { MetricAnswer } from '../../metrics/ask/answer.ts';
import { figureLines, subjectWords, troubleWords } from '../../metrics/ask/answer-words.ts';
import type { Answer } from '../answer.ts';
import type { Graph } from './graph.ts';

const LONGEST_TITLE = 150;
const LONGEST_TEXT = 2_900;
const MOST_REMARKS = 3;

/** What an answer is shown with. */
interface Beside extends Graph {
  /** What is said instead of the figures of what the graph shows. */
  readonly lines?: readonly string[];
  /** How it is computed, where that is not what the answer is of. */
  readonly computed?: string;
  readonly buttons?: readonly KnownBlock[];
}

/** An answer in Slack: what it is, its figures, what went wrong, and its graph if it has one. */
export function metricAnswer(answer: MetricAnswer, beside: Beside = {}): Answer {
  const { image, whyNone, lines: instead, computed, buttons = [] } = beside;
  const title = plain(answer.measure.title, LONGEST_TITLE).text;
  const troubles = troubleWords(answer).map(({ what, mend }) => `⚠️ ${what} ${mend}`);
  const lines = [...(instead ?? figureLines(answer)), ...troubles];
  const subject = subjectWords(answer);
  const blocks: KnownBlock[] = [
    { type: 'section', text: plain(`📈 ${title}`, LONGEST_TITLE) },
    { type: 'section', text: plain(lines.join('\n'), LONGEST_TEXT) },
    ...(image === undefined ? [] : [image]),
    smallPrint([
      ...(computed === undefined || subject.includes(computed) ? [] : [{ text: computed }]),
      ...subject.map((text) => ({ text })),
      { own: dateSpan(answer.span.from, answer.span.to) },
      ...answer.remarks.slice(0, MOST_REMARKS).map((text) => ({ text })),
    ]),
    ...buttons,
    ...(whyNone === undefined ? [] : [smallPrint([{ own: whyNone }])]),
  ];
  return { text: escape([title, ...lines].join('\n')), blocks };
}
