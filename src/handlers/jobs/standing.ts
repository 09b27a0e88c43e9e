import type { WebClient } from '@slack/web-api';
import { classifyFailure, heed } from '../../delivery/slack/failure.ts';
import { withinLimits } from '../../delivery/slack/limits/message.ts';
import { EVENT_TYPE, type Lookup } from '../../delivery/slack/lookup.ts';
import type { SlackMessage } from '../../delivery/slack/message.ts';
import { SETTLE_MS } from '../../delivery/slack/settle.ts';
import type { Bucket, Caller, RateLimiter } from '../../engine/ports/delivery-store.ts';
import type { AskedIn } from '../asked-in.ts';
import type { JobRecord, OpenRecord } from './record.ts';

/** What it takes to show something in Slack. */
export interface Screen {
  readonly slack: WebClient;
  readonly limiter: RateLimiter;
  readonly lookup: Lookup;
  /** The bucket of all updates; and that of posts to a channel. */
  readonly updates: Bucket;
  readonly posts: (channel: string) => Bucket;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Who asks for a token: what people wait for comes after all that alerts are told by. */
export function callerOf({ id }: Pick<OpenRecord, 'id'>): Caller {
  return { id: `job ${id}`, severity: 'info' };
}

/**
 * Shows how a job stands: in its message, if nobody else needs the call; in a new one where there is none.
 * What can't be shown now is left out, for more is to come.
 *
 * @param asked where it was asked for; with `isPublic` everybody there may see it, else only who asked
 * @returns true if it is shown
 */
export async function showStanding(
  record: OpenRecord,
  message: SlackMessage,
  asked: AskedIn & { readonly isPublic: boolean },
  screen: Screen,
): Promise<boolean> {
  const { message: at, isHidden = false } = record.now();
  if (isHidden) return false;
  if (at === undefined) return post(record, message, asked, screen);
  const { slack, limiter, updates } = screen;
  if (!(await limiter.takeSpare(updates))) return false;
  try {
    await slack.chat.update({ ...at, ...withinLimits(message) });
    return true;
  } catch (error) {
    await heed(classifyFailure(error), limiter, updates);
    return false;
  }
}

/**
 * Posts the message that shows how a job stands. That it is being posted is written down first: where
 * nobody knows what came of that, Slack is read before it is posted again.
 */
async function post(
  record: OpenRecord,
  message: SlackMessage,
  asked: AskedIn & { readonly isPublic: boolean },
  screen: Screen,
): Promise<boolean> {
  if ((await settlePost(record, screen)) > 0) return false;
  const { slack, limiter, posts, now } = screen;
  const { posting: _, ...rest } = record.now();
  if (rest.message !== undefined) return false;
  const { isPublic, ...place } = asked;
  const { channel, ...thread } =
    isPublic && place.channel !== undefined
      ? { ...place, channel: place.channel }
      : { channel: await talkWith(record, slack) };
  const bucket = posts(channel);
  if ((await limiter.take(bucket, callerOf(record))) > 0) return false;
  await record.keep({ ...rest, posting: { channel, ...thread, since: now() } });
  try {
    const { channel: id = channel, ts } = await slack.chat.postMessage({
      channel,
      ...withinLimits(message),
      metadata: { event_type: EVENT_TYPE, event_payload: { effect: record.id } },
      unfurl_links: false,
      unfurl_media: false,
      ...(thread.threadTs !== undefined && { thread_ts: thread.threadTs }),
    });
    if (ts === undefined) return false;
    await record.keep({ ...rest, message: { channel: id, ts } });
    return true;
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind === 'unknown') return false;
    await heed(failure, limiter, bucket);
    if (failure.kind === 'unsent') await record.keep(rest);
    else await record.keep(isPublic ? rest : { ...rest, isHidden: true });
    // Where the bot may not post who asked sees it by themselves.
    const alone = { ...asked, isPublic: false };
    return failure.kind === 'refused' && isPublic && post(record, message, alone, screen);
  }
}

/**
 * Finds out what came of a post of which nobody heard again.
 *
 * @returns 0 when that is known, else after how many milliseconds to ask again
 */
export async function settlePost(record: OpenRecord, screen: Screen): Promise<number> {
  const { posting, ...rest } = record.now();
  if (posting === undefined) return 0;
  const wait = posting.since + SETTLE_MS - screen.now();
  if (wait > 0) return wait;
  const message = await posted(record, posting, screen);
  await record.keep(message === undefined ? rest : { ...rest, message });
  return 0;
}

/** The message that may have been posted. Where Slack can't be read there is none: rather twice than never. */
async function posted(
  record: OpenRecord,
  posting: NonNullable<JobRecord['posting']>,
  { lookup }: Screen,
): Promise<JobRecord['message']> {
  try {
    const found = await lookup.find({ ...posting, effect: record.id }, callerOf(record));
    return found && { channel: found.channel, ts: found.ts };
  } catch {
    return undefined;
  }
}

/** The bot's talk with who asked. */
async function talkWith(record: OpenRecord, slack: WebClient): Promise<string> {
  const { asker } = record.now();
  try {
    // By its id it can be read, should it have to be looked for.
    return (await slack.conversations.open({ users: asker.id })).channel?.id ?? asker.id;
  } catch {
    return asker.id;
  }
}
