import type { WebClient } from '@slack/web-api';
import type { Group } from '../alert/group.ts';
import { messagePlaces } from '../delivery/slack/message-place.ts';

/** Where a group's message in Slack is; undefined where there is none, or Slack does not say. */
export async function messageLink(group: Group, slack: WebClient): Promise<string | undefined> {
  const [place] = messagePlaces(group);
  if (place?.threadTs === undefined) return undefined;
  const { channel, threadTs: message_ts } = place;
  try {
    return (await slack.chat.getPermalink({ channel, message_ts })).permalink;
  } catch {
    return undefined;
  }
}
