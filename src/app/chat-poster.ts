import { createSlackClient } from '../delivery/slack/client.ts';
import { createLookup } from '../delivery/slack/lookup.ts';
import type { SlackMessage } from '../delivery/slack/message.ts';
import {
  postUnlessThere,
  type LonePost,
  type Posted,
} from '../delivery/slack/post-unless-there.ts';
import { SLACK_LIMITS } from '../delivery/slack/slack-limits.ts';
import { updateMessage } from '../delivery/slack/update-message.ts';
import { createRedisChannelIds } from '../store/redis/channel-ids.ts';
import { createRedisRateLimiter } from '../store/redis/rate-limiter.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** Puts messages into Slack and keeps them up to date, each in its turn. */
export interface ChatPoster {
  /** Posts a message unless it is there already. @throws what the client throws */
  post(message: LonePost): Promise<Posted>;
  /** False where somebody deleted it. @throws what the client throws, when it has to be tried again */
  update(
    message: Posted & { readonly id: string; readonly message: SlackMessage },
  ): Promise<boolean>;
}

/** Undefined without a token. */
export function createChatPoster({
  config,
  redis,
  slackLimits: limits = SLACK_LIMITS,
}: Pick<Wiring, 'config' | 'redis' | 'slackLimits'>): ChatPoster | undefined {
  const { bot_token: token, api_url: apiUrl } = config.slack;
  if (token === '') return undefined;
  const limiter = createRedisRateLimiter(redis, KEYS);
  const client = createSlackClient(token, apiUrl);
  const channelIds = createRedisChannelIds(redis, KEYS);
  const tools = { client, limiter, lookup: createLookup(client, { limiter, channelIds }, limits) };
  return {
    post: (message) => postUnlessThere(tools, message, limits),
    update: (message) => updateMessage(tools, message, limits),
  };
}
