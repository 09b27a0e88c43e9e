import type { WebClient } from '@slack/web-api';
import type { Group } from '../alert/group.ts';

/**
 * Where a group's message in Slack is; undefined where there is none, or Slack does not say. One in somebody's
 * own conversation with the bot (`D…`) nobody else can open: only where there is no other.
 */
export async function messageLink(
  { deliveries }: Group,
  slack: WebClient,
): Promise<string | undefined> {
  const places = Object.values(deliveries).flatMap(({ handle: { channel, ts } = {} }) =>
    channel === undefined || ts === undefined ? [] : [{ channel, message_ts: ts }],
  );
  const place = places.find(({ channel }) => !channel.startsWith('D')) ?? places[0];
  if (place === undefined) return undefined;
  try {
    return (await slack.chat.getPermalink(place)).permalink;
  } catch {
    return undefined;
  }
}
