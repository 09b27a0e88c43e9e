import type { WebClient } from '@slack/web-api';
import type { Bucket, JournalStep, RateLimiter } from '../../engine/ports/delivery-store.ts';
import { OWN_LIMIT, type Adapter, type DeliveryResult, type Steps } from '../adapter.ts';
import { callerOf, withDoubt, type DeliveryView } from '../view.ts';
import { refusal } from './diagnosis.ts';
import { classifyFailure, heed, retryOf } from './failure.ts';
import { createLookup, type ReadLimits } from './lookup.ts';
import { postOnce } from './post-once.ts';
import { renderMessage, type SlackMessage } from './render.ts';
import { settle, type Place, type Posted } from './settle.ts';
import { isShown, rememberShown } from './shown.ts';
import { renderLine } from './timeline.ts';

/** Where a group's message goes. */
export interface SlackSettings {
  /** `#name` or a channel id. */
  readonly channel: string;
  /** Put into the message, for example `<!subteam^S0PAGED>`; from the config, so trusted. */
  readonly mention?: string;
}

/**
 * Slack's limits as we keep them: a message a second a channel; updates and reading at 50 a minute a
 * workspace, lists of channels at 20. To some apps Slack allows less, and says so when it is asked.
 * @see https://docs.slack.dev/apis/web-api/rate-limits/
 */
export interface SlackLimits extends ReadLimits {
  readonly post: Omit<Bucket, 'key'>;
  readonly update: Omit<Bucket, 'key'>;
}

const SLACK_LIMITS: SlackLimits = {
  post: { capacity: 1, perSecond: 1 },
  update: { capacity: 10, perSecond: 50 / 60 },
  read: { capacity: 10, perSecond: 50 / 60 },
  list: { capacity: 10, perSecond: 20 / 60 },
};

/** The message can no longer be edited: a new one takes its place. */
const MESSAGE_IS_GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
const DETAIL = 20;
const DELIVERED: DeliveryResult = { outcome: 'delivered' };
const UNASKED: DeliveryResult = { outcome: 'delivered', unasked: true };

/** Tells a Slack channel about groups: one message each, edited in place, its thread the timeline. */
export function createSlackAdapter(
  client: WebClient,
  limiter: RateLimiter,
  settings: SlackSettings,
  limits: SlackLimits = SLACK_LIMITS,
): Adapter {
  const tools = { client, limiter, lookup: createLookup(client, limiter, limits) };

  async function deliver(view: DeliveryView, steps: Steps): Promise<DeliveryResult> {
    const { channel, ts } = view.handle ?? {};
    if (channel === undefined || ts === undefined) {
      return view.due === undefined ? UNASKED : post(view, steps);
    }
    const message = renderMessage(view, mentionFor(view));
    const line = { step: `line ${view.told?.at ?? view.episode}`, channel, threadTs: ts };
    const settled = await settle(tools.lookup, view, line, steps);
    if (settled.outcome === 'posted') return accepted(settled);
    if (settled.outcome === 'retry') {
      const mayBeClosed = isEnd(steps.journal[line.step]);
      if (!mayBeClosed) await showMeanwhile(view, message, { channel, ts }, steps);
      return settled;
    }
    const known = await isShown(message, steps);
    const updated = known ? DELIVERED : await update(view, message, channel, ts);
    if (updated === 'gone') {
      return view.due === undefined
        ? { outcome: 'reject', why: 'the message is gone' }
        : post(view, steps);
    }
    if (updated.outcome !== 'delivered' || view.due === undefined) return updated;
    const added = await addLine(withDoubt(view, settled.perhaps), steps, line);
    if (added.outcome === 'retry' && !known) await rememberShown(message, steps);
    return added;
  }

  async function post(view: DeliveryView, steps: Steps): Promise<DeliveryResult> {
    const message = renderMessage(view, mentionFor(view));
    const place = { step: `post ${view.episode}`, channel: settings.channel };
    const settled = await settle(tools.lookup, view, place, steps);
    const isUntold = settled.outcome === 'to post' && settled.perhaps === undefined;
    if (isUntold && view.isMoot) return UNASKED;
    const posted =
      settled.outcome === 'to post'
        ? await postOnce(tools, view, { ...place, message, bucket: postBucket() }, steps)
        : settled;
    if (posted.outcome === 'refused') return refusal(posted.error);
    if (posted.outcome === 'retry') return posted;
    return { ...accepted(posted), handle: { channel: posted.channel, ts: posted.ts } };
  }

  /** People see the group as it is also while nobody knows whether its line was added. */
  async function showMeanwhile(
    view: DeliveryView,
    message: SlackMessage,
    { channel, ts }: { readonly channel: string; readonly ts: string },
    steps: Steps,
  ): Promise<void> {
    if (await isShown(message, steps)) return;
    const updated = await update(view, message, channel, ts);
    if (updated !== 'gone' && updated.outcome === 'delivered') await rememberShown(message, steps);
  }

  async function update(
    view: DeliveryView,
    { text, blocks }: SlackMessage,
    channel: string,
    ts: string,
  ): Promise<DeliveryResult | 'gone'> {
    const bucket = { key: 'slack/update', ...limits.update };
    const wait = await limiter.take(bucket, callerOf(view));
    if (wait > 0) return { outcome: 'retry', afterMs: wait, why: OWN_LIMIT };
    try {
      await client.chat.update({ channel, ts, text, blocks });
      return DELIVERED;
    } catch (error) {
      const failure = classifyFailure(error);
      if (failure.kind === 'refused') {
        return MESSAGE_IS_GONE.has(failure.error) ? 'gone' : refusal(failure.error);
      }
      // Of unknown outcome or not: an update is the same however often it is made.
      await heed(failure, limiter, bucket);
      return retryOf(failure);
    }
  }

  async function addLine(view: DeliveryView, steps: Steps, line: Place): Promise<DeliveryResult> {
    const message = renderLine(view);
    if (message === undefined) return DELIVERED;
    const posted = await postOnce(tools, view, { ...line, message, bucket: postBucket() }, steps);
    if (posted.outcome === 'refused') return refusal(posted.error);
    return posted.outcome === 'retry' ? posted : DELIVERED;
  }

  /** Nobody is called to what is over. */
  function mentionFor({ until, due }: DeliveryView): string | undefined {
    const mentions = [settings.mention, due?.mention].filter((one) => one !== undefined);
    return until === undefined && mentions.length > 0 ? mentions.join(' ') : undefined;
  }

  function postBucket(): Bucket {
    return { key: `slack/post/${settings.channel}`, ...limits.post };
  }

  return { detail: DETAIL, deliver };
}

/**
 * What a message that is there told. If it was an earlier attempt's, what came since is left to the
 * next delivery, as if that attempt's answer had not been lost.
 */
function accepted({ said }: Posted): DeliveryResult & { readonly outcome: 'delivered' } {
  return { outcome: 'delivered', ...(said !== undefined && { said }) };
}

/** Whether an attempt said that all is over: if it arrived, its message is closed. */
function isEnd(attempt: JournalStep | undefined): boolean {
  return attempt?.said?.firing.length === 0;
}
