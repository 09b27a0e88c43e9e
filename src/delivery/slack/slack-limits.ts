import type { Bucket } from '../../engine/ports/delivery-store.ts';
import type { ReadLimits } from './lookup.ts';

/**
 * Slack's limits as we keep them: a message a second a channel; updates and reading at 50 a minute a
 * workspace, lists of channels at 20. To some apps Slack allows less, and says so when it is asked.
 * @see https://docs.slack.dev/apis/web-api/rate-limits/
 */
export interface SlackLimits extends ReadLimits {
  readonly post: Omit<Bucket, 'key'>;
  readonly update: Omit<Bucket, 'key'>;
}

export const SLACK_LIMITS: SlackLimits = {
  post: { capacity: 1, perSecond: 1 },
  update: { capacity: 10, perSecond: 50 / 60 },
  read: { capacity: 10, perSecond: 50 / 60 },
  list: { capacity: 10, perSecond: 20 / 60 },
};

/** What all updates of messages share. */
export function updateBucket({ update }: SlackLimits): Bucket {
  return { key: 'slack/update', ...update };
}

/** What the posts to one channel share. */
export function postBucket(channel: string, { post }: SlackLimits): Bucket {
  return { key: `slack/post/${channel}`, ...post };
}
