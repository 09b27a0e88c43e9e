import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Bucket, RateLimiter } from '../../engine/ports/delivery-store.ts';
import { classifyFailure } from './failure.ts';
import { remembered } from './remembered.ts';
import { inTurn } from './turn.ts';

/** People in Slack, and the bot's conversations with them. */
export interface SlackUsers {
  /**
   * The id of who has an e-mail address; undefined where nobody has, or who had it was deactivated.
   *
   * @throws NotYet, or what the client throws
   */
  withEmail(address: string): Promise<string | undefined>;
  /**
   * The id of the conversation that the bot has with somebody: a message in it can be looked for.
   *
   * @throws NotYet, or what the client throws
   */
  conversation(user: string): Promise<string>;
}

/** Somebody who got another address is known by it after this, in milliseconds. */
const KEPT = 10 * 60_000;
const MOST = 1_000;

/** Slack's limit on each of both methods (tier 3), as we keep it. */
const LIMIT: Omit<Bucket, 'key'> = { capacity: 10, perSecond: 50 / 60 };

const userSchema = z.object({
  user: z.object({
    id: z.string(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
  }),
});
const conversationSchema = z.object({ channel: z.object({ id: z.string() }) });

/** People as Slack's Web API tells of them, remembered for a while. */
export function createSlackUsers(
  client: WebClient,
  limiter: RateLimiter,
  now: () => number = Date.now,
): SlackUsers {
  const kept = { keptFor: KEPT, most: MOST, now };
  // Somebody waits to be told.
  const turn = (method: string, id: string) => ({
    limiter,
    bucket: { key: `slack/${method}`, ...LIMIT },
    caller: { id, severity: 'critical' as const },
  });
  return {
    withEmail: remembered(async (email) => {
      try {
        const answer = await inTurn(turn('users.lookupByEmail', email), () =>
          client.users.lookupByEmail({ email }),
        );
        const { id, deleted, is_bot: isBot } = userSchema.parse(answer).user;
        return deleted || isBot ? undefined : id;
      } catch (error) {
        const failure = classifyFailure(error);
        if (failure.kind === 'refused' && failure.error === 'users_not_found') return undefined;
        throw error;
      }
    }, kept),
    conversation: remembered(async (users) => {
      const answer = await inTurn(turn('conversations.open', users), () =>
        client.conversations.open({ users }),
      );
      return conversationSchema.parse(answer).channel.id;
    }, kept),
  };
}
