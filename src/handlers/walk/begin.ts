import type { WebClient } from '@slack/web-api';
import { escape } from '../../delivery/slack/mrkdwn.ts';
import type { Walk } from '../../engine/ports/walks.ts';
import type { ParsedRunbook } from '../../runbooks/format/parse.ts';
import { walkerOf, type WalksAtHand } from '../../runbooks/walking/at-hand.ts';
import { lengthText } from '../../runbooks/walking/phase-clock.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import { wordAbout } from '../words.ts';
import type { WalkedFor } from './walked-for.ts';

/** Begins to walk a runbook, for who has its role; or leads to where it is walked for the same already. */
export async function beginWalk(
  { runbook, text }: ParsedRunbook,
  wanted: WalkedFor,
  { walking, asker, request, bot, slack }: Handling,
): Promise<Answer | undefined> {
  const { walk, isNew } = await walking.begin({
    ...wanted,
    id: request.traceId,
    runbook: runbook.name,
    text,
    by: walkerOf(asker),
  });
  if (!isNew) return walkedAlready(walk, bot.now(), { walking, slack });
  return walk.place.threadTs === undefined ? undefined : begunAnswer(walk, slack);
}

/** The card is where the alert is, which is perhaps not where it was asked for. */
async function begunAnswer({ title, place }: Walk, slack: WebClient): Promise<Answer> {
  const { channel, threadTs = '' } = place;
  const link = await permalink(slack, channel, threadTs);
  const where =
    link === undefined ? 'the thread of the alert' : `<${escape(link)}|the thread of the alert>`;
  return wordAbout(`${title} is walked`, `in ${where}`);
}

/** Who has a walk, and where it is: `Ana has it, for 12 min, at step 4 of 9`. */
export function walkStanding(walk: Walk, now: number): string {
  const { holder, at, results, steps } = walk;
  return `${holder.name} has it, for ${lengthText(now - at)}, at step ${results.length + 1} of ${steps}`;
}

async function walkedAlready(
  walk: Walk,
  now: number,
  parts: { readonly walking: WalksAtHand; readonly slack: WebClient },
): Promise<Answer> {
  const link = await walkLink(walk, parts);
  const said = `It is walked already: ${walkStanding(walk, now)}`;
  return wordAbout(said, ...(link === undefined ? [] : [`<${escape(link)}|join>`]));
}

/** Where a walk's card is; undefined where it is not there yet, or Slack does not say. */
export async function walkLink(
  { id }: Pick<Walk, 'id'>,
  { walking, slack }: { readonly walking: WalksAtHand; readonly slack: WebClient },
): Promise<string | undefined> {
  const told = await walking.walks.told(id);
  return told === undefined ? undefined : permalink(slack, told.channel, told.ts);
}

async function permalink(
  slack: WebClient,
  channel: string,
  ts: string,
): Promise<string | undefined> {
  try {
    return (await slack.chat.getPermalink({ channel, message_ts: ts })).permalink;
  } catch {
    return undefined;
  }
}
