import { setTimeout as sleep } from 'node:timers/promises';
import { classifyFailure, heed } from './failure.ts';
import { withinLimits } from './limits/message.ts';
import type { SlackMessage } from './message.ts';
import type { PostTools } from './post-once.ts';
import type { Posted } from './post-unless-there.ts';
import { updateBucket, type SlackLimits } from './slack-limits.ts';

/**
 * Shows something else in a message of the bot, in the turn that all updates share. One that somebody deleted
 * needs none.
 *
 * @param id what waits for its turn
 * @throws what the client throws, when it has to be tried again
 */
export async function updatePosted(
  { client, limiter }: Pick<PostTools, 'client' | 'limiter'>,
  { id, channel, ts, message }: Posted & { readonly id: string; readonly message: SlackMessage },
  limits: SlackLimits,
): Promise<void> {
  const bucket = updateBucket(limits);
  for (let wait = 1; wait > 0;) {
    wait = await limiter.take(bucket, { id, severity: 'info' });
    if (wait > 0) await sleep(wait);
  }
  try {
    await client.chat.update({ channel, ts, ...withinLimits(message) });
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind === 'refused') return;
    await heed(failure, limiter, bucket);
    throw error;
  }
}
