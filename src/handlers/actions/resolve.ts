import { time } from '../../delivery/slack/mrkdwn.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import type { ActionRequest } from '../request.ts';
import { wordAbout } from '../words.ts';

/** It is over, whatever its sources say. */
export async function resolve(
  { group: { key } }: WholeGroup,
  { bot, asker, request: { traceId } }: Handling<ActionRequest>,
): Promise<Answer | undefined> {
  const wish = { type: 'resolve', traceId, group: key, by: asker.name } as const;
  await bot.ask({ ...wish, actor: asker.actor }, `${traceId}/resolve/${key}`);
  const lately = (await bot.group(key))?.group.lately ?? [];
  const last = lately.findLast(({ what }) => what === 'resolved');
  if (last?.by === undefined || last.by === asker.name) return undefined;
  return wordAbout(`${last.by} resolved it`, time(last.at, bot.now()));
}
