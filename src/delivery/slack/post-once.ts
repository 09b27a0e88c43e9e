import type { WebClient } from '@slack/web-api';
import { shortHash } from '../../alert/fingerprint.ts';
import type { Bucket, RateLimiter } from '../../engine/ports/delivery-store.ts';
import { OWN_LIMIT, type Retry, type Steps } from '../adapter.ts';
import { callerOf, type DeliveryView } from '../view.ts';
import { classifyFailure, heed, retryOf, type SlackFailure } from './failure.ts';
import { EVENT_TYPE, type Found, type Lookup } from './lookup.ts';
import type { SlackMessage } from './render.ts';

/** After a call of unknown outcome: how long Slack may take to show the message, in milliseconds. */
const SETTLE_MS = 5_000;
/** After this long in doubt without being able to look, the message is posted all the same. */
const LOOK_UP_FOR = 60_000;
/** The same where Slack can be read, but not now: only so many look-ups a minute are allowed. */
const STAND_IN_LINE_FOR = 5 * 60_000;
const UNREADABLE = 'in doubt, and the channel can not be read';

export interface Post {
  readonly step: string;
  readonly message: SlackMessage;
  readonly channel: string;
  readonly threadTs?: string;
  readonly bucket: Bucket;
}

export type Posted =
  | {
      readonly outcome: 'posted';
      readonly channel: string;
      readonly ts: string;
      /** Posted by an earlier attempt, so perhaps showing an older picture. */
      readonly earlier: boolean;
    }
  | Retry
  | { readonly outcome: 'refused'; readonly error: string };

export interface PostTools {
  readonly client: WebClient;
  readonly limiter: RateLimiter;
  readonly lookup: Lookup;
}

/**
 * Posts a message once, as far as Slack lets us: it has no idempotency key. That the call is about to
 * be made is written down first; if nobody knows what came of it, the channel is read for a message
 * with this effect's id before it is made again. Where that can't be read, it is posted: rather twice
 * than never.
 */
export async function postOnce(
  { client, limiter, lookup }: PostTools,
  view: DeliveryView,
  { step, message, channel, threadTs, bucket }: Post,
  { journal, note, now }: Steps,
): Promise<Posted> {
  const effect = shortHash(JSON.stringify([view.group, view.integration, view.episode, step]));
  // Since when there may be a message that no look-up could see, also before the last attempt.
  const unread = `${step} unread`;
  const before = journal[step];
  const known = before?.result?.['ts'];
  if (known !== undefined) {
    const where = before?.result?.['channel'] ?? channel;
    return { outcome: 'posted', channel: where, ts: known, earlier: true };
  }
  const wasInDoubt = before !== undefined && before.result === undefined;
  if (wasInDoubt) {
    if (now < before.begunAt + SETTLE_MS) {
      const why = 'in doubt whether it was posted';
      return { outcome: 'retry', afterMs: before.begunAt + SETTLE_MS - now, why };
    }
    const found = await lookUp(before.begunAt);
    if (found !== undefined) return found;
  }

  const wait = await limiter.take(bucket, callerOf(view));
  if (wait > 0) return { outcome: 'retry', afterMs: wait, why: OWN_LIMIT };
  await note(step, { begunAt: now });
  try {
    const answer = await client.chat.postMessage({
      channel,
      text: message.text,
      blocks: message.blocks,
      metadata: {
        event_type: EVENT_TYPE,
        event_payload: { effect, group: view.group, trace_id: view.traceId },
      },
      unfurl_links: false,
      unfurl_media: false,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    });
    if (answer.ts === undefined || answer.channel === undefined) {
      return inDoubt('an answer without ts');
    }
    lookup.learn(channel, answer.channel);
    return { outcome: 'posted', channel: answer.channel, ts: answer.ts, earlier: false };
  } catch (error) {
    return failed(classifyFailure(error));
  }

  async function failed(failure: SlackFailure): Promise<Posted> {
    if (failure.kind === 'unknown') return inDoubt(failure.why);
    await note(step, { begunAt: now, result: { refused: 'true' } });
    if (failure.kind === 'refused') return { outcome: 'refused', error: failure.error };
    await heed(failure, limiter, bucket);
    return retryOf(failure);
  }

  /** In doubt for the first time the look-up follows as soon as it can help; then Slack is just ill. */
  function inDoubt(why: string): Posted {
    return { outcome: 'retry', ...(!wasInDoubt && { afterMs: SETTLE_MS }), why };
  }

  async function lookUp(begunAt: number): Promise<Posted | undefined> {
    const since = journal[unread]?.begunAt ?? begunAt;
    const sought = { channel, effect, since, ...(threadTs !== undefined && { threadTs }) };
    let found: Found | undefined;
    try {
      found = await lookup.find(sought, callerOf(view));
    } catch (error) {
      const retry = lookAgain(classifyFailure(error), now - begunAt);
      if (retry === undefined) await note(unread, { begunAt: since });
      return retry;
    }
    if (found === undefined) return undefined;
    await note(step, { begunAt, result: { ...found } });
    return { outcome: 'posted', ...found, earlier: true };
  }
}

/** Undefined when there was enough waiting. */
function lookAgain(failure: SlackFailure, waited: number): Retry | undefined {
  if (failure.kind === 'refused') return undefined;
  const { afterMs } = failure;
  const left = (afterMs === undefined ? LOOK_UP_FOR : STAND_IN_LINE_FOR) - waited;
  if (left <= 0) return undefined;
  const why = failure.why === OWN_LIMIT ? OWN_LIMIT : UNREADABLE;
  return {
    outcome: 'retry',
    ...(afterMs !== undefined && { afterMs: Math.min(afterMs, left) }),
    why,
  };
}
