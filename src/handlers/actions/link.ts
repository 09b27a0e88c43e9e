import { Mistake } from '../../config/mistake.ts';
import { escape } from '../../delivery/slack/mrkdwn.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import type { ActionRequest } from '../request.ts';

/**
 * A link to a group's message, written out so that it can be copied: into a ticket, a mail or another channel.
 *
 * @throws Mistake where Slack says of no such message
 */
export async function linked(
  key: string,
  { request, slack }: Pick<Handling<ActionRequest>, 'request' | 'slack'>,
): Promise<Answer> {
  const { channelId: channel, message } = request;
  if (channel === undefined || message === undefined) {
    throw new Mistake('there is no message to link to', 'ask for it at the message of an alert');
  }
  const permalink = await linkOf({ channelId: channel, message }, slack);
  if (permalink === undefined) {
    throw new Mistake('Slack has no link to this message', 'ask again in a moment');
  }
  const command = `\`tocsin explain ${escape(key)}\``;
  return { text: `Link to this alert: ${escape(permalink)}\nIn a terminal: ${command}` };
}

/** The link of the message that somebody pressed at; undefined where Slack says of none. */
export async function linkOf(
  { channelId: channel, message }: Pick<ActionRequest, 'channelId' | 'message'>,
  slack: Handling['slack'],
): Promise<string | undefined> {
  if (channel === undefined || message === undefined) return undefined;
  return (await slack.chat.getPermalink({ channel, message_ts: message.ts })).permalink;
}
