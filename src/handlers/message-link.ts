import type { WebClient } from '@slack/web-api';
import type { Group } from '../alert/group.ts';

/** Where a group's message in Slack is; undefined where there is none, or Slack does not say. */
export async function messageLink(
  { deliveries }: Group,
  slack: WebClient,
): Promise<string | undefined> {
  for (const { handle } of Object.values(deliveries)) {
    const { channel, ts } = handle ?? {};
    if (channel === undefined || ts === undefined) continue;
    try {
      return (await slack.chat.getPermalink({ channel, message_ts: ts })).permalink;
    } catch {
      return undefined;
    }
  }
  return undefined;
}
