import type { KnownBlock } from '@slack/types';
import { escape, time } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint, type Piece } from '../../delivery/slack/small-print.ts';
import type { Answer } from '../answer.ts';
import type { Tools } from '../handling.ts';
import { standingLines } from './explain-standing.ts';
import { placesOf, storyOf } from './explain-story.ts';

/** So many decisions are shown, the newest. */
const DECISIONS = 15;

/**
 * Why a group was told, or was not, as `tocsin explain` knows it: which route, who was told when, what
 * mutes it and who has it on, a line each; below them what was decided, oldest first.
 *
 * @param link the group's message, for who wants to send it to others
 */
export async function explained(
  key: string,
  { explain, bot }: Pick<Tools, 'explain' | 'bot'>,
  link?: string,
): Promise<Answer> {
  const { group, decisions } = await explain(key);
  const now = bot.now();
  const when = (iso: string): string => time(Date.parse(iso), now);
  const places = placesOf(group?.integrations ?? []);
  const standing: readonly (readonly Piece[])[] =
    group === undefined
      ? [[{ own: 'It is over, and forgotten.' }]]
      : standingLines(group, places, when);
  const story = storyOf(decisions, places);
  const left = story.length - DECISIONS;
  const command = `\`tocsin explain ${escape(key)}\` says all of it.`;
  const rest: readonly (readonly Piece[])[] = [
    ...(left > 0 ? [[{ own: `… ${left} before these` }]] : []),
    ...story.slice(-DECISIONS).map(({ at, text }) => [{ own: when(at) }, { text }]),
    [{ own: command }],
    ...(link === undefined ? [] : [[{ own: `Link to this alert: ${escape(link)}` }]]),
  ];
  const blocks: readonly KnownBlock[] = [
    ...standing.map(smallPrint),
    { type: 'divider' },
    ...rest.map(smallPrint),
  ];
  return { text: command, blocks };
}
