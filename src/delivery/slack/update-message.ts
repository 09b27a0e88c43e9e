import { setTimeout as sleep } from 'node:timers/promises';
import { classifyFailure, heed } from './failure.ts';
import { withinLimits } from './limits/message.ts';
import type { SlackMessage } from './message.ts';
import type { PostTools } from './post-once.ts';
import type { Posted } from './post-unless-there.ts';
import { updateBucket, type SlackLimits } from './slack-limits.ts';

/**
 * Puts a message in place of one that is there, in the workspace's turn.
 *
 * @param id who waits for that turn
 * @returns false where there is nothing to keep up to date: somebody deleted it
 * @throws what the client throws, when it has to be tried again
 */
export async function updateMessage(
  { client, limiter }: Pick<PostTools, 'client' | 'limiter'>,
  { id, channel, ts, message }: Posted & { readonly id: string; readonly message: SlackMessage },
  limits: SlackLimits,
): Promise<boolean> {
  const bucket = updateBucket(limits);
  const caller = { id, severity: 'info' } as const;
  for (let wait = 1; wait > 0;) {
    wait = await limiter.take(bucket, caller);
    if (wait > 0) await sleep(wait);
  }
  try {
    await client.chat.update({ channel, ts, ...withinLimits(message) });
    return true;
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind === 'refused') return false;
    await heed(failure, limiter, bucket);
    throw error;
  }
}
