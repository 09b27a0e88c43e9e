import type { Json } from '../../src/delivery/slack/limits/problem.ts';
import { SlackRefusal } from './call.ts';
import type { MessageMemory } from './message-memory.ts';
import { page } from './paging.ts';
import type { Upstream, UpstreamMessage } from './upstream.ts';

/**
 * `conversations.history`: newest first.
 * Source: https://docs.slack.dev/reference/methods/conversations.history
 */
export async function readHistory(
  upstream: Upstream,
  memory: MessageMemory,
  channel: string,
  args: Json,
): Promise<Json> {
  const all = await upstream.read('conversations.history', { channel });
  const within = all.filter(inTime(memory, channel, all, args));
  const { items, nextCursor } = page(within, pageOf(args), { usual: 100, most: 999, key: tsOf });
  return {
    ok: true,
    messages: items.map((message) =>
      memory.recall(channel, message, isTrue(args.include_all_metadata)),
    ),
    has_more: nextCursor !== '',
    pin_count: 0,
    ...(nextCursor === '' ? {} : { response_metadata: { next_cursor: nextCursor } }),
  };
}

/**
 * `conversations.replies`: the thread's first message on every page, then its replies, oldest first.
 * Source: https://docs.slack.dev/reference/methods/conversations.replies
 */
export async function readReplies(
  upstream: Upstream,
  memory: MessageMemory,
  channel: string,
  args: Json,
): Promise<Json> {
  const ts = args.ts;
  if (typeof ts !== 'string') {
    throw new SlackRefusal('invalid_arguments', ['[ERROR] missing required field: ts']);
  }
  const root = await upstream.message(channel, ts);
  if (root === undefined) throw new SlackRefusal('thread_not_found');
  const thread = typeof root.thread_ts === 'string' ? root.thread_ts : ts;
  const all = await upstream.read('conversations.replies', { channel, ts: thread });
  const parent = all.filter((message) => message.ts === thread);
  const replies = all.filter((message) => message.ts !== thread);
  const within = replies.filter(inTime(memory, channel, all, args));
  const { items, nextCursor } = page(within, pageOf(args), { usual: 1000, most: 1000, key: tsOf });
  return {
    ok: true,
    messages: [...parent, ...items].map((message) =>
      memory.recall(channel, message, isTrue(args.include_all_metadata)),
    ),
    has_more: nextCursor !== '',
    ...(nextCursor === '' ? {} : { response_metadata: { next_cursor: nextCursor } }),
  };
}

/** Whether an argument says yes: forms carry `true` or `1`. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === '1' || value === 1;
}

/**
 * `oldest`, `latest`, `inclusive`. A bound that is a message's `ts` is compared with `ts`; any other
 * with the time the message was posted, because the local Slack's `ts` has no fractions of a second
 * (only a counter), and a bound of half past would leave out what was posted later in its second.
 */
function inTime(
  memory: MessageMemory,
  channel: string,
  all: readonly UpstreamMessage[],
  { oldest, latest, inclusive }: Json,
): (message: UpstreamMessage) => boolean {
  const known = new Set(all.map(tsOf));
  const distance = (message: UpstreamMessage, bound: string): number =>
    known.has(bound)
      ? Number(message.ts) - Number(bound)
      : memory.postedAt(channel, message) - Number(bound);
  const from = boundOf(oldest, 'invalid_ts_oldest');
  const to = boundOf(latest, 'invalid_ts_latest');
  const touching = isTrue(inclusive);
  return (message) => {
    const after = from === undefined ? 1 : distance(message, from);
    const before = to === undefined ? -1 : distance(message, to);
    return (after > 0 || (touching && after === 0)) && (before < 0 || (touching && before === 0));
  };
}

function boundOf(value: unknown, error: string): string | undefined {
  if (value === undefined || value === '') return undefined;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^\d+(\.\d+)?$/.test(text)) throw new SlackRefusal(error);
  return text;
}

function pageOf({ limit, cursor }: Json): { limit: unknown; cursor: unknown } {
  return { limit, cursor };
}

function tsOf(message: UpstreamMessage): string {
  return message.ts;
}
