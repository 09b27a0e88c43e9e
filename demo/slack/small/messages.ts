import type { WorkspaceMessage } from '../workspace-plan.ts';

/** A message to be: it gets its `ts` when it is written. Any other field of Slack's may be with it. */
export interface NewMessage {
  readonly channel: string;
  readonly text: string;
  readonly [field: string]: unknown;
}

/** The messages of all channels, in memory, oldest first. */
export interface Messages {
  /** Every message of a channel, replies and ephemeral ones included. */
  readonly in: (channel: string) => readonly WorkspaceMessage[];
  readonly find: (channel: string, ts: string) => WorkspaceMessage | undefined;
  /** Adds a message and gives it its `ts`. */
  readonly add: (message: NewMessage) => WorkspaceMessage;
  /** Undefined when there is no such message. */
  readonly change: (
    channel: string,
    ts: string,
    content: Pick<WorkspaceMessage, 'text' | 'blocks'>,
  ) => WorkspaceMessage | undefined;
  readonly remove: (channel: string, ts: string) => boolean;
  readonly clear: () => void;
}

/**
 * @param onChange is called after every change.
 * @param now milliseconds.
 */
export function createMessages(onChange: () => void, now: () => number): Messages {
  const channels = new Map<string, WorkspaceMessage[]>();
  let latest = 0;

  /** As Slack's: seconds and microseconds, the same for no two messages, later for later ones. */
  const nextTs = (): string => {
    latest = Math.max(now() * 1000, latest + 1);
    return (latest / 1_000_000).toFixed(6);
  };
  const listOf = (channel: string): WorkspaceMessage[] => {
    const list = channels.get(channel) ?? [];
    channels.set(channel, list);
    return list;
  };
  const indexOf = (channel: string, ts: string): number =>
    listOf(channel).findIndex((message) => message.ts === ts);

  return {
    in: (channel) => listOf(channel),
    find: (channel, ts) => listOf(channel)[indexOf(channel, ts)],
    add: (message) => {
      const added = { type: 'message', ...message, ts: nextTs() };
      listOf(message.channel).push(added);
      onChange();
      return added;
    },
    change: (channel, ts, { text, blocks }) => {
      const index = indexOf(channel, ts);
      const before = listOf(channel)[index];
      if (before === undefined) return undefined;
      const { blocks: _, ...others } = before;
      const changed: WorkspaceMessage = {
        ...others,
        text,
        ...(blocks !== undefined && { blocks }),
        edited: { user: before.user, ts: nextTs() },
      };
      listOf(channel)[index] = changed;
      onChange();
      return changed;
    },
    remove: (channel, ts) => {
      const index = indexOf(channel, ts);
      if (index === -1) return false;
      listOf(channel).splice(index, 1);
      onChange();
      return true;
    },
    clear: () => {
      channels.clear();
      onChange();
    },
  };
}
