import type { KnownBlock, PlainTextElement } from '@slack/types';
import { escape } from '../delivery/slack/mrkdwn.ts';
import { plain } from '../delivery/slack/message.ts';
import type { Answer } from './answer.ts';

/** One thing of several. */
export interface Row {
  /** Shown as it is: it may come from outside. */
  readonly text: string;
  /** What stands under it, at most ten: trusted mrkdwn, and text from outside as `plain` makes it. */
  readonly notes?: readonly (string | PlainTextElement)[];
}

/** So many are shown: two blocks each, of the fifty that a message may have. */
const MOST_ROWS = 15;
const LONGEST_ROW = 300;
const LONGEST_HEADING = 1_000;

/** An answer of a heading and some rows; of many the first ones, and how many more there are. */
export function listAnswer(heading: string, rows: readonly Row[] = []): Answer {
  const shown = rows.slice(0, MOST_ROWS);
  const rest = rows.length - shown.length;
  const more = rest === 0 ? [] : [`+${rest} more`];
  return {
    text: escape(
      [
        plain(heading, LONGEST_HEADING).text,
        ...shown.map(({ text }) => plain(text, LONGEST_ROW).text),
        ...more,
      ].join('\n'),
    ),
    blocks: [
      section(heading, LONGEST_HEADING),
      ...shown.flatMap(({ text, notes = [] }) => [
        section(text, LONGEST_ROW),
        ...(notes.length === 0 ? [] : [context(notes)]),
      ]),
      ...more.map((text) => section(text, LONGEST_ROW)),
    ],
  };
}

function section(text: string, longest: number): KnownBlock {
  return { type: 'section', text: plain(text, longest) };
}

function context(notes: NonNullable<Row['notes']>): KnownBlock {
  const elements = notes.map((note) =>
    typeof note === 'string' ? { type: 'mrkdwn' as const, text: note } : note,
  );
  return { type: 'context', elements };
}
