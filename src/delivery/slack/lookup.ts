import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Bucket, Caller, RateLimiter } from '../../engine/ports/delivery-store.ts';
import type { ChannelIds } from '../../engine/ports/channel-ids.ts';
import { classifyFailure } from './failure.ts';
import { pagesOf } from './pages.ts';

/** The `event_type` of the metadata that every message of ours carries. */
export const EVENT_TYPE = 'tocsin_delivery';

const PAGES = 10;
/** Our clock and Slack's may differ by so much, in seconds. */
const CLOCK_SLACK = 60;

const messagesSchema = z.array(
  z.object({
    ts: z.string(),
    metadata: z
      .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
      .optional(),
  }),
);

const channelsSchema = z.array(z.object({ id: z.string(), name: z.string().optional() }));

/** A message that may have been posted. */
export interface Sought {
  /** `#name` or an id. */
  readonly channel: string;
  /** The message whose thread to look in; the channel itself without it. */
  readonly threadTs?: string;
  /** The effect's id, which the message carries. */
  readonly effect: string;
  /** Not posted before, in epoch milliseconds. */
  readonly since: number;
}

export interface Found {
  /** Its id. */
  readonly channel: string;
  readonly ts: string;
  /** When the attempt that posted it was begun, epoch milliseconds. */
  readonly begunAt?: number;
}

/** Looks for messages that may have been posted. */
export interface Lookup {
  /**
   * Undefined when there is no such message, or no such channel.
   *
   * @throws NotYet, or what the client throws when Slack can't be read
   */
  find(sought: Sought, caller: Caller): Promise<Found | undefined>;
  /** Slack said to which channel a message for `#name` went, so it need not be asked. */
  learn(channel: string, id: string): Promise<void>;
  /** The channel that last had a name, also if it has another by now. */
  lastIdOf(channel: string): Promise<string | undefined>;
}

/** Slack's limits on reading, each method by itself. */
export interface ReadLimits {
  /** `conversations.list` */
  readonly list: Omit<Bucket, 'key'>;
  /** `conversations.history`, `conversations.replies` */
  readonly read: Omit<Bucket, 'key'>;
}

export function createLookup(
  client: WebClient,
  { limiter, channelIds }: { readonly limiter: RateLimiter; readonly channelIds: ChannelIds },
  limits: ReadLimits,
): Lookup {
  /** By `#name`. Each answer of Slack's brings it up to date: names go over to other channels. */
  const ids = new Map<string, string>();

  async function find(sought: Sought, caller: Caller): Promise<Found | undefined> {
    const known = ids.get(sought.channel);
    const channel = known ?? (await idOf(sought.channel, caller));
    if (channel === undefined) return undefined;
    try {
      return await search({ ...sought, channel }, caller);
    } catch (error) {
      if (known === undefined || !isUnknownChannel(error)) throw error;
      ids.delete(sought.channel);
      return find(sought, caller);
    }
  }

  async function search(sought: Sought, caller: Caller): Promise<Found | undefined> {
    const { channel, threadTs: ts, effect, since } = sought;
    const options = {
      channel,
      oldest: String(since / 1000 - CLOCK_SLACK),
      inclusive: true,
      limit: 200,
      include_all_metadata: true,
    };
    const method = ts === undefined ? 'conversations.history' : 'conversations.replies';
    const turn = { limiter, bucket: { key: `slack/${method}`, ...limits.read }, caller };
    const read = (from: { readonly cursor?: string }) =>
      ts === undefined
        ? client.conversations.history({ ...options, ...from })
        : client.conversations.replies({ ...options, ...from, ts });
    for await (const { messages } of pagesOf(turn, read, PAGES)) {
      const found = messagesSchema
        .parse(messages ?? [])
        .find(
          ({ metadata }) =>
            metadata?.event_type === EVENT_TYPE && metadata.event_payload['effect'] === effect,
        );
      if (found === undefined) continue;
      const begunAt = found.metadata?.event_payload['begun_at'];
      return { channel, ts: found.ts, ...(typeof begunAt === 'number' && { begunAt }) };
    }
    return undefined;
  }

  /** The id of a channel; undefined when the workspace has none of that name, and never had. */
  async function idOf(channel: string, caller: Caller): Promise<string | undefined> {
    if (!channel.startsWith('#')) return channel;
    const options = {
      limit: 1000,
      exclude_archived: true,
      types: 'public_channel,private_channel',
    };
    const turn = { limiter, bucket: { key: 'slack/conversations.list', ...limits.list }, caller };
    const pages = pagesOf(turn, (from) => client.conversations.list({ ...options, ...from }));
    for await (const { channels } of pages) {
      const found = channelsSchema.parse(channels ?? []).find(({ name }) => `#${name}` === channel);
      if (found === undefined) continue;
      ids.set(channel, found.id);
      return found.id;
    }
    return channelIds.idOf(channel);
  }

  async function learn(channel: string, id: string): Promise<void> {
    if (!channel.startsWith('#') || ids.get(channel) === id) return;
    ids.set(channel, id);
    await channelIds.keep(channel, id);
  }

  return { find, learn, lastIdOf: (channel) => channelIds.idOf(channel) };
}

function isUnknownChannel(error: unknown): boolean {
  const failure = classifyFailure(error);
  return failure.kind === 'refused' && failure.error === 'channel_not_found';
}
