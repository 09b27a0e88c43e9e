import type { WebClient } from '@slack/web-api';
import type { Bucket, RateLimiter } from '../../engine/ports/delivery-store.ts';
import { OWN_LIMIT, REFUSED, type Retry, type Steps } from '../adapter.ts';
import { callerOf, saidBy, type DeliveryView } from '../view.ts';
import { classifyFailure, heed, retryOf, type SlackFailure } from './failure.ts';
import { withinLimits } from './limits/message.ts';
import { EVENT_TYPE, type Lookup } from './lookup.ts';
import type { SlackMessage } from './message.ts';
import { effectOf, isInDoubt, SETTLE_MS, type Place, type Posted } from './settle.ts';

export interface Post extends Place {
  readonly message: SlackMessage;
  readonly bucket: Bucket;
}

export interface PostTools {
  readonly client: WebClient;
  readonly limiter: RateLimiter;
  readonly lookup: Lookup;
}

/**
 * Posts a message so that it is not posted twice, as far as Slack lets us: it has no idempotency key.
 * That the call is about to be made, and what it tells, is written down first; if nobody knows what
 * came of it, `settle` finds out before this is called again. Where it can't: rather twice than never.
 */
export async function postOnce(
  { client, limiter, lookup }: PostTools,
  view: DeliveryView,
  { step, message, channel, threadTs, bucket }: Post,
  { journal, note, now }: Steps,
): Promise<Posted | Retry | { readonly outcome: 'refused'; readonly error: string }> {
  const wait = await limiter.take(bucket, callerOf(view));
  if (wait > 0) return { outcome: 'retry', afterMs: wait, why: OWN_LIMIT };
  await note(step, { begunAt: now, said: saidBy(view) });
  const payload = {
    effect: effectOf(view, step),
    begun_at: now,
    group: view.group,
    trace_id: view.traceId,
  };
  try {
    const answer = await client.chat.postMessage({
      channel,
      ...withinLimits(message),
      metadata: { event_type: EVENT_TYPE, event_payload: payload },
      unfurl_links: false,
      unfurl_media: false,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    });
    if (answer.ts === undefined || answer.channel === undefined) {
      return inDoubt('an answer without ts');
    }
    await lookup.learn(channel, answer.channel);
    return { outcome: 'posted', channel: answer.channel, ts: answer.ts };
  } catch (error) {
    const failure = classifyFailure(error);
    return failure.kind === 'unknown' ? inDoubt(failure.why) : failed(failure);
  }

  async function failed(failure: Exclude<SlackFailure, { readonly kind: 'unknown' }>) {
    await note(step, { begunAt: now, result: REFUSED });
    if (failure.kind === 'refused') return { outcome: failure.kind, error: failure.error };
    await heed(failure, limiter, bucket);
    return retryOf(failure);
  }

  /** In doubt for the first time the look-up follows as soon as it can help; then Slack is just ill. */
  function inDoubt(why: string): Retry {
    const isFirst = !isInDoubt(journal[step]);
    return { outcome: 'retry', ...(isFirst && { afterMs: SETTLE_MS }), why };
  }
}
