import type { Acknowledgement } from '../../alert/group.ts';
import { time } from '../../delivery/slack/mrkdwn.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import type { ActionRequest } from '../request.ts';
import { wordAbout } from '../words.ts';
import { overAnswer } from './over.ts';

/** Somebody has it on. Of two who press at the same time the first has it, and the second hears of that. */
export async function acknowledge(
  { group: { key } }: WholeGroup,
  handling: Handling<ActionRequest>,
): Promise<Answer | undefined> {
  const { bot, asker, request } = handling;
  const { traceId } = request;
  const wish = { type: 'acknowledge', traceId, group: key, by: asker.name } as const;
  await bot.ask({ ...wish, actor: asker.actor }, `${traceId}/ack/${key}`);
  const after = await bot.group(key);
  const owner = after?.group.acknowledged;
  if (owner === undefined) return overAnswer(key, handling, after);
  return owner.actor === asker.actor ? undefined : ownedBy(owner, bot.now());
}

/** Gives it back, whoever has it on. */
export async function unacknowledge(
  { group }: WholeGroup,
  { bot, asker, request: { traceId } }: Handling<ActionRequest>,
): Promise<Answer | undefined> {
  const { key, acknowledged } = group;
  if (acknowledged === undefined) return { text: 'Nobody has it on any more.' };
  const wish = { type: 'unacknowledge', traceId, group: key, by: asker.name } as const;
  await bot.ask({ ...wish, actor: asker.actor }, `${traceId}/undo/${key}`);
  return undefined;
}

function ownedBy({ by, at }: Acknowledgement, now: number): Answer {
  return wordAbout(`${by} has it`, `since ${time(at, now)}`);
}
