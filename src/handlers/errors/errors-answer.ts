import type { KnownBlock } from '@slack/types';
import { LONGEST_BLOCKS } from '../../delivery/slack/limits/blocks.ts';
import { plain } from '../../delivery/slack/message.ts';
import { date, escapedWithin, link, timeAgo } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint, type Piece } from '../../delivery/slack/small-print.ts';
import type { ErrorsAsked } from '../../metrics/errors/ask.ts';
import type { ErrorRow } from '../../metrics/errors/issue.ts';
import type { ErrorsProblem } from '../../metrics/errors/problem.ts';
import { errorsProblemWords } from '../../metrics/errors/problem-words.ts';
import type { ErrorsFound } from '../../metrics/errors/read.ts';
import { counted, summaryLines, titleText, trendText } from '../../metrics/errors/words.ts';
import type { Answer } from '../answer.ts';
import { listAnswer } from '../list.ts';
import { resolveButton } from './buttons.ts';

const LONGEST_TITLE = 120;
const LONGEST_TEXT = 3_000;
/** What a message has besides its rows, in characters of JSON. */
const AROUND_ROWS = 2_000;
/** So many of an error's environments are named. */
const MOST_PLACES = 3;

/** Errors with how often they came, to whom, since when and where; each with a button that resolves it. */
export function errorsAnswer(found: ErrorsFound, asked: ErrorsAsked, now: number): Answer {
  const { issues, rows } = found;
  const lines = summaryLines(found, asked);
  const shown = fitting(rows.map((row) => rowBlocks(row, now)));
  const rest = issues.length - shown.length;
  const more =
    rest === 0
      ? []
      : [`+${rest} more: write project=…, environment=… or release=… to see fewer at once`];
  const titles = rows
    .slice(0, shown.length)
    .map((row) => `${titleText(row, LONGEST_TITLE)} (${row.shortId})`);
  return {
    text: escapedWithin([...lines, ...titles, ...more].join('\n'), LONGEST_TEXT),
    blocks: [section(lines.join('\n')), ...shown.flat(), ...more.map((line) => section(line))],
  };
}

/** As many rows as a message has room for: names may be long. */
function fitting(rows: readonly (readonly KnownBlock[])[]): readonly (readonly KnownBlock[])[] {
  let room = LONGEST_BLOCKS - AROUND_ROWS;
  return rows.filter((blocks) => (room -= JSON.stringify(blocks).length) >= 0);
}

function rowBlocks(row: ErrorRow, now: number): readonly KnownBlock[] {
  const { trends, shortId, release, link: page } = row;
  const lines = [
    titleText(row, LONGEST_TITLE),
    ...(trends === undefined ? [] : [trendText(trends)]),
  ];
  const opened = page === undefined ? undefined : link('Sentry', page);
  const pieces: readonly Piece[] = [
    { own: `*${counted(row.count, 'event')}*` },
    { own: counted(row.users, 'user') },
    { text: shortId },
    ...placesOf(row),
    ...(row.lastSeen === undefined ? [] : [{ own: `last ${timeAgo(row.lastSeen, now)}` }]),
    ...(row.firstSeen === undefined
      ? []
      : [{ own: `first ${date(row.firstSeen, '{date_short_pretty}')}` }]),
    ...(opened === undefined ? [] : [{ own: opened }]),
    ...(release === undefined ? [] : [{ lead: 'release ', text: release }]),
  ];
  return [{ ...section(lines.join('\n')), accessory: resolveButton(row) }, smallPrint(pieces)];
}

function placesOf({ environments }: ErrorRow): readonly Piece[] {
  const rest = environments.length - MOST_PLACES;
  const named = environments.slice(0, MOST_PLACES).join(', ');
  return named === '' ? [] : [{ text: rest > 0 ? `${named}, ${rest} more` : named }];
}

function section(text: string) {
  return { type: 'section', text: plain(text, LONGEST_TEXT) } as const;
}

/** Why there is no answer. Only who asked has to know. */
export function errorsProblem(problem: ErrorsProblem): Answer {
  const { what, mend } = errorsProblemWords(problem);
  return { ...listAnswer(`⚠️ ${what} ${mend}`), isPublic: false };
}
