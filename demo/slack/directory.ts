import { SlackRefusal } from './call.ts';
import type { Upstream, UpstreamChannel } from './upstream.ts';

/** The channels as the proxy tells them, with states the local Slack does not know. */
export interface Directory {
  /**
   * The id of the channel a call names. A name (`#ops` or `ops`) is understood where Slack does.
   *
   * @throws SlackRefusal `channel_not_found`.
   */
  readonly resolve: (channel: string, names: 'by-name-too' | 'by-id-only') => Promise<string>;
  readonly isMember: (id: string) => Promise<boolean>;
  readonly isArchived: (id: string) => boolean;
  readonly list: () => Promise<readonly UpstreamChannel[]>;
  /** A channel's entry with its true `is_member` and `is_archived`. */
  readonly describe: (channel: UpstreamChannel) => Promise<UpstreamChannel>;
  readonly join: (id: string) => void;
  readonly leave: (id: string) => void;
  readonly archive: (id: string) => void;
  readonly unarchive: (id: string) => void;
  readonly rename: (id: string, name: string) => void;
}

/** Looks channels up in the local Slack, on every call: people make channels on its page too. */
export function createDirectory(upstream: Upstream, botUserId: string): Directory {
  const archived = new Set<string>();
  /** Those that have another name than the local Slack knows. */
  const names = new Map<string, string>();
  /** What `join` and `leave` said; otherwise the local Slack's member list counts. */
  const membership = new Map<string, boolean>();

  const named = (channel: UpstreamChannel): UpstreamChannel => ({
    ...channel,
    name: names.get(channel.id) ?? channel.name,
  });

  const channels = async (): Promise<readonly UpstreamChannel[]> =>
    (await upstream.channels()).map(named);

  const isMember = async (id: string): Promise<boolean> =>
    membership.get(id) ?? (await upstream.members(id)).includes(botUserId);

  return {
    resolve: async (channel, how) => {
      const bare = channel.replace(/^#/, '');
      const isId = /^[CDG][A-Z0-9]{6,}$/.test(channel);
      const found = isId
        ? await upstream.channel(channel)
        : how === 'by-name-too'
          ? (await channels()).find(({ name }) => name === bare)
          : undefined;
      if (found === undefined) throw new SlackRefusal('channel_not_found');
      return found.id;
    },
    isMember,
    isArchived: (id) => archived.has(id),
    list: channels,
    describe: async (channel) => ({
      ...named(channel),
      is_member: await isMember(channel.id),
      is_archived: archived.has(channel.id),
    }),
    join: (id) => void membership.set(id, true),
    leave: (id) => void membership.set(id, false),
    archive: (id) => void archived.add(id),
    unarchive: (id) => void archived.delete(id),
    rename: (id, name) => void names.set(id, name),
  };
}
