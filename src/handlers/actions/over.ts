import { isResolved } from '../../alert/alert.ts';
import { time } from '../../delivery/slack/mrkdwn.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import { messageLink } from '../message-link.ts';
import { wordAbout } from '../words.ts';

/** What is said to who presses at something that is over: by whom, and whether it fires anew elsewhere. */
export async function overAnswer(
  key: string,
  { bot, slack, explain }: Pick<Handling, 'bot' | 'slack' | 'explain'>,
  whole?: WholeGroup,
): Promise<Answer> {
  const members = [...(whole?.members.values() ?? [])];
  if (whole !== undefined && members.some((member) => !isResolved(member, bot.now()))) {
    const link = await messageLink(whole.group, slack);
    const where = link === undefined ? 'another message' : `<${link}|another message>`;
    return { text: `That is over. It fires again, in ${where}.` };
  }
  const { decisions } = await explain(key);
  const closed = decisions.findLast(({ decision }) => decision === 'resolved');
  if (closed === undefined) return { text: 'It is over already.' };
  const at = time(Date.parse(closed.at), bot.now());
  return wordAbout(`It is over already: resolved ${closed.reason}`, at);
}
