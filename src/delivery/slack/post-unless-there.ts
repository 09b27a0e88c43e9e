import { setTimeout as sleep } from 'node:timers/promises';
import { shortHash } from '../../alert/fingerprint.ts';
import { classifyFailure, heed } from './failure.ts';
import { withinLimits } from './limits/message.ts';
import { EVENT_TYPE, type Found } from './lookup.ts';
import type { SlackMessage } from './message.ts';
import type { PostTools } from './post-once.ts';
import { postBucket, type SlackLimits } from './slack-limits.ts';

/** A message that stays as it is, and where it goes. */
export interface LonePost {
  /** The same for the same message, however often it is tried. */
  readonly id: string;
  /** `#name` or an id. */
  readonly channel: string;
  /** The message in whose thread it belongs. */
  readonly threadTs?: string;
  /** Not posted before, in epoch milliseconds. */
  readonly since: number;
  /** Made only when it is posted: its pictures have to be in Slack by then. */
  readonly message: () => Promise<SlackMessage>;
}

/** Where a message is: the channel by its id. */
export type Posted = Pick<Found, 'channel' | 'ts'>;

/**
 * Posts a message, in the channel's turn, unless it is there: whoever tried before may have died, or not
 * have heard the answer. So seldom a post is worth a look each time, and nothing has to be written down.
 * Where Slack lets nobody look, it is posted: rather twice than never.
 *
 * @throws what the client throws, when it has to be tried again or is refused
 */
export async function postUnlessThere(
  { client, limiter, lookup }: PostTools,
  { id, channel, threadTs, since, message }: LonePost,
  limits: SlackLimits,
): Promise<Posted> {
  const caller = { id, severity: 'info' } as const;
  const effect = shortHash(id);
  const before = await found();
  if (before !== undefined) return before;
  const content = withinLimits(await message());
  const bucket = postBucket(channel, limits);
  for (let wait = 1; wait > 0;) {
    wait = await limiter.take(bucket, caller);
    if (wait > 0) await sleep(wait);
  }
  try {
    const answer = await client.chat.postMessage({
      channel,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
      ...content,
      metadata: { event_type: EVENT_TYPE, event_payload: { effect } },
      unfurl_links: false,
      unfurl_media: false,
    });
    if (answer.ts === undefined || answer.channel === undefined) {
      throw new Error('Slack does not say where the message is');
    }
    return { channel: answer.channel, ts: answer.ts };
  } catch (error) {
    await heed(classifyFailure(error), limiter, bucket);
    throw error;
  }

  async function found(): Promise<Posted | undefined> {
    const where = { channel, ...(threadTs !== undefined && { threadTs }) };
    try {
      return await lookup.find({ ...where, effect, since }, caller);
    } catch (error) {
      if (classifyFailure(error).kind === 'refused') return undefined;
      throw error;
    }
  }
}
