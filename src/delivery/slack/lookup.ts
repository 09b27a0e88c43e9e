import type { WebClient } from '@slack/web-api';
import { z } from 'zod';

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

/** Where to look for a message that may have been posted. */
export interface Place {
  readonly channel: string;
  /** The message whose thread to look in; the channel itself without it. */
  readonly threadTs?: string;
}

/**
 * The `ts` of the message that carries an effect's id, among those posted since `since` (epoch
 * milliseconds); undefined when there is none.
 *
 * @throws what the client throws when Slack can't be read
 */
export async function findPosted(
  client: WebClient,
  { channel, threadTs }: Place,
  effect: string,
  since: number,
): Promise<string | undefined> {
  const oldest = String(since / 1000 - CLOCK_SLACK);
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const options = {
      channel,
      oldest,
      inclusive: true,
      limit: 200,
      include_all_metadata: true,
      ...(cursor !== undefined && { cursor }),
    };
    const answer =
      threadTs === undefined
        ? await client.conversations.history(options)
        : await client.conversations.replies({ ...options, ts: threadTs });
    const found = messagesSchema
      .parse(answer.messages ?? [])
      .find(
        ({ metadata }) =>
          metadata?.event_type === EVENT_TYPE && metadata.event_payload['effect'] === effect,
      );
    if (found !== undefined) return found.ts;
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return undefined;
  }
  return undefined;
}

/** The id of a channel that the config names `#name`; undefined when the workspace has none of that name. */
export async function channelId(client: WebClient, channel: string): Promise<string | undefined> {
  if (!channel.startsWith('#')) return channel;
  const name = channel.slice(1);
  let cursor: string | undefined;
  do {
    const answer = await client.conversations.list({
      limit: 1000,
      exclude_archived: true,
      types: 'public_channel,private_channel',
      ...(cursor !== undefined && { cursor }),
    });
    const found = channelsSchema.parse(answer.channels ?? []).find((one) => one.name === name);
    if (found !== undefined) return found.id;
    cursor = answer.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return undefined;
}
