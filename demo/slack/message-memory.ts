import type { Json } from '../../src/delivery/slack/limits/problem.ts';
import { isNoMetadata } from './message-content.ts';
import type { UpstreamMessage } from './upstream.ts';

/** What the local Slack does not keep of a message the bot wrote. */
interface Kept {
  /** Milliseconds: its `ts` has whole seconds and a counter. */
  readonly postedAt: number;
  readonly metadata: unknown;
  /** As sent: the local Slack has it as people see it. */
  readonly text: unknown;
  readonly blocks: unknown;
}

export interface MessageMemory {
  readonly posted: (channel: string, ts: string, args: Json, at: number) => void;
  readonly updated: (channel: string, ts: string, args: Json) => void;
  readonly deleted: (channel: string, ts: string) => void;
  /** The message as Slack would give it back. */
  readonly recall: (
    channel: string,
    message: UpstreamMessage,
    withMetadata: boolean,
  ) => UpstreamMessage;
  /** When a message was posted, in seconds. */
  readonly postedAt: (channel: string, message: UpstreamMessage) => number;
}

/** Keeps what the local Slack forgets: metadata, texts as they were sent, exact times. */
export function createMessageMemory(): MessageMemory {
  const kept = new Map<string, Kept>();
  const key = (channel: string, ts: string): string => `${channel} ${ts}`;
  return {
    posted: (channel, ts, { metadata, text, blocks }, postedAt) => {
      const given = isNoMetadata(metadata) ? undefined : metadata;
      kept.set(key(channel, ts), { postedAt, metadata: given, text, blocks });
    },
    // Without `metadata` the old one stays; without `blocks` the old ones stay only if there is
    // no `text` either. Source: https://docs.slack.dev/reference/methods/chat.update
    updated: (channel, ts, { metadata, text, blocks }) => {
      const before = kept.get(key(channel, ts));
      if (before === undefined) return;
      kept.set(key(channel, ts), {
        postedAt: before.postedAt,
        metadata: isNoMetadata(metadata) ? undefined : (metadata ?? before.metadata),
        text: text ?? before.text,
        blocks: text === undefined ? (blocks ?? before.blocks) : blocks,
      });
    },
    deleted: (channel, ts) => void kept.delete(key(channel, ts)),
    recall: (channel, message, withMetadata) => {
      const memory = kept.get(key(channel, message.ts));
      if (memory === undefined) return message;
      return {
        ...message,
        ...(memory.text === undefined ? {} : { text: memory.text }),
        ...(memory.blocks === undefined ? {} : { blocks: memory.blocks }),
        ...(withMetadata && memory.metadata !== undefined ? { metadata: memory.metadata } : {}),
      };
    },
    postedAt: (channel, message) => {
      const memory = kept.get(key(channel, message.ts));
      return memory === undefined ? Number(message.ts) : memory.postedAt / 1000;
    },
  };
}
