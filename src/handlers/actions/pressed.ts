import type { Delivery } from '../../alert/group.ts';
import { isResolved } from '../../alert/alert.ts';
import { Mistake } from '../../config/mistake.ts';
import { readPress, type Press } from '../../delivery/slack/actions.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import { messageLink } from '../message-link.ts';
import type { ActionRequest } from '../request.ts';
import { overAnswer } from './over.ts';

/** What was pressed at a message. @throws Mistake for what no version of ours put there */
export function pressIn({ actionId, blockId, value }: ActionRequest): Press {
  const option = value === undefined ? {} : { selected_option: { value } };
  const press = readPress({ action_id: actionId, block_id: blockId, ...option });
  if (press !== undefined) return press;
  throw new Mistake('this button is not one that Tocsin knows', 'use those of a newer message');
}

/**
 * Does something with the group that a message is about. Of what is over, and of what fires anew in another
 * message, nothing is done: that is said.
 *
 * @throws Mistake where the press came from a message that is not the group's
 */
export async function withGroup(
  { group: key, episode }: Press,
  handling: Handling<ActionRequest>,
  run: (whole: WholeGroup) => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  const { bot, request, slack } = handling;
  const whole = await bot.group(key);
  if (whole === undefined) return overAnswer(key, handling);
  const own = Object.values(whole.group.deliveries).filter((one) => one.episode === episode);
  if (own.length === 0) return overAnswer(key, handling, whole);
  if (!own.some((delivery) => isMessageOf(delivery, request))) {
    const link = await messageLink(whole.group, slack);
    const hint = link === undefined ? 'look for its message' : `press at ${link}`;
    throw new Mistake('this message is not the one that Tocsin keeps up to date', hint);
  }
  const fires = [...whole.members.values()].some((member) => !isResolved(member, bot.now()));
  return fires ? run(whole) : overAnswer(key, handling, whole);
}

/** Whether a press came from the message of a delivery, as far as it is known which that is. */
function isMessageOf({ handle }: Delivery, { channelId, message }: ActionRequest): boolean {
  if (handle === undefined) return true;
  return handle['channel'] === channelId && handle['ts'] === message?.ts;
}
