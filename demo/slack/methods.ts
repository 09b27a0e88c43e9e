import { asPeopleSee } from './as-people-see.ts';
import { LONGEST_UPDATE } from '../../src/delivery/slack/limits/message.ts';
import type { Json } from '../../src/delivery/slack/limits/problem.ts';
import { SlackRefusal, type Call } from './call.ts';
import type { Reader } from './dates.ts';
import type { Directory } from './directory.ts';
import { isTrue, readHistory, readReplies } from './history.ts';
import { checkContent } from './message-content.ts';
import type { MessageMemory } from './message-memory.ts';
import { page } from './paging.ts';
import {
  openDirectMessage,
  userByEmail,
  userGroupMembers,
  userInfo,
  type PeopleBook,
} from './people.ts';
import type { Upstream, UpstreamMessage } from './upstream.ts';
import { openView, publishView, updateView, type ViewBook } from './views.ts';

/** What the methods work on. */
export interface Slack {
  readonly upstream: Upstream;
  readonly directory: Directory;
  readonly memory: MessageMemory;
  readonly people: PeopleBook;
  readonly views: ViewBook;
  readonly botUserId: string;
  readonly reader: () => Reader;
  /** The address by which a socket of the local Slack is reached through the proxy. */
  readonly through: (socket: string) => string;
}

type Method = (slack: Slack, call: Call) => Promise<Json>;

/** The methods that are checked. All others go to the local Slack as they came. */
export const METHODS: Readonly<Record<string, Method>> = {
  'api.test': async (_, { args }) => ({ ok: true, args }),
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': updateMessage,
  'chat.delete': deleteMessage,
  'conversations.history': async (slack, { args }) =>
    readHistory(slack.upstream, slack.memory, await readable(slack, args), args),
  'conversations.replies': async (slack, { args }) =>
    readReplies(slack.upstream, slack.memory, await readable(slack, args), args),
  'conversations.list': listChannels,
  'conversations.info': describeChannel,
  'conversations.join': joinChannel,
  'conversations.open': openDirectMessage,
  'users.info': userInfo,
  'users.lookupByEmail': userByEmail,
  'usergroups.users.list': userGroupMembers,
  'apps.connections.open': openConnection,
  'views.open': openView,
  'views.update': updateView,
  'views.publish': publishView,
};

async function openConnection({ upstream, through }: Slack, { raw }: Call): Promise<Json> {
  const answer = await upstream.pass(raw.path, raw.body, raw.contentType);
  return typeof answer.url === 'string' ? { ...answer, url: through(answer.url) } : answer;
}

async function postMessage(slack: Slack, { args }: Call): Promise<Json> {
  const channel = await writable(slack, args, 'by-name-too');
  checkContent(args);
  const at = slack.reader().now;
  const answer = await slack.upstream.call('chat.postMessage', shown(slack, channel, args));
  if (typeof answer.ts === 'string') slack.memory.posted(channel, answer.ts, args, at);
  return restored(slack, channel, answer);
}

async function postEphemeral(slack: Slack, { args }: Call): Promise<Json> {
  const channel = await writable(slack, args, 'by-id-only');
  checkContent(args);
  return slack.upstream.call('chat.postEphemeral', shown(slack, channel, args));
}

async function updateMessage(slack: Slack, { args }: Call): Promise<Json> {
  const channel = await channelOf(slack, args, 'by-id-only');
  if (slack.directory.isArchived(channel)) throw new SlackRefusal('is_inactive');
  const { ts } = await ownMessage(slack, channel, args, 'cant_update_message');
  checkContent(args, LONGEST_UPDATE);
  const answer = await slack.upstream.call('chat.update', shown(slack, channel, args));
  if (answer.ok) slack.memory.updated(channel, ts, args);
  return restored(slack, channel, answer);
}

async function deleteMessage(slack: Slack, { args }: Call): Promise<Json> {
  const channel = await channelOf(slack, args, 'by-id-only');
  const { ts } = await ownMessage(slack, channel, args, 'cant_delete_message');
  const answer = await slack.upstream.call('chat.delete', { channel, ts });
  if (answer.ok) slack.memory.deleted(channel, ts);
  return answer;
}

/** Source: https://docs.slack.dev/reference/methods/conversations.list */
async function listChannels({ directory }: Slack, { args }: Call): Promise<Json> {
  const types = typeof args.types === 'string' ? args.types.split(',') : ['public_channel'];
  const all = await Promise.all((await directory.list()).map(directory.describe));
  const wanted = all.filter(
    (channel) =>
      types
        .map((type) => type.trim())
        .includes(channel.is_private === true ? 'private_channel' : 'public_channel') &&
      !(isTrue(args.exclude_archived) && channel.is_archived === true),
  );
  const { items, nextCursor } = page(
    wanted,
    { limit: args.limit, cursor: args.cursor },
    { usual: 100, most: 1000, key: ({ id }) => id },
  );
  return { ok: true, channels: items, response_metadata: { next_cursor: nextCursor } };
}

async function describeChannel(slack: Slack, { args }: Call): Promise<Json> {
  const channel = await slack.upstream.channel(await channelOf(slack, args, 'by-id-only'));
  if (channel === undefined) throw new SlackRefusal('channel_not_found');
  return { ok: true, channel: await slack.directory.describe(channel) };
}

async function joinChannel(slack: Slack, { args }: Call): Promise<Json> {
  const id = await channelOf(slack, args, 'by-id-only');
  if (slack.directory.isArchived(id)) throw new SlackRefusal('is_archived');
  slack.directory.join(id);
  return { ok: true, channel: { id } };
}

/** Only `chat.postMessage` takes names. Source: https://docs.slack.dev/reference/methods/chat.postMessage#channels */
async function channelOf(
  { directory }: Slack,
  { channel }: Json,
  names: 'by-name-too' | 'by-id-only',
): Promise<string> {
  if (typeof channel !== 'string' || channel === '') {
    throw new SlackRefusal('invalid_arguments', ['[ERROR] missing required field: channel']);
  }
  return directory.resolve(channel, names);
}

async function writable(
  slack: Slack,
  args: Json,
  names: 'by-name-too' | 'by-id-only',
): Promise<string> {
  const channel = await channelOf(slack, args, names);
  if (slack.directory.isArchived(channel)) throw new SlackRefusal('is_archived');
  if (!(await slack.directory.isMember(channel))) throw new SlackRefusal('not_in_channel');
  return channel;
}

async function readable(slack: Slack, args: Json): Promise<string> {
  const channel = await channelOf(slack, args, 'by-id-only');
  if (!(await slack.directory.isMember(channel))) throw new SlackRefusal('not_in_channel');
  return channel;
}

async function ownMessage(
  { upstream, botUserId }: Slack,
  channel: string,
  { ts }: Json,
  otherwise: string,
): Promise<UpstreamMessage> {
  if (typeof ts !== 'string' || ts === '') {
    throw new SlackRefusal('invalid_arguments', ['[ERROR] missing required field: ts']);
  }
  const message = await upstream.message(channel, ts);
  // An ephemeral message was never in the channel.
  if (message === undefined || message.subtype === 'ephemeral') {
    throw new SlackRefusal('message_not_found');
  }
  if (message.user !== botUserId) throw new SlackRefusal(otherwise);
  return message;
}

/** The arguments for the local Slack: texts as people see them, no metadata, the channel's id. */
function shown({ reader }: Slack, channel: string, args: Json): Json {
  const { metadata: _, ...others } = args;
  return { ...asPeopleSee(others, reader()), channel };
}

/** The answer with the message's text as it was sent. */
function restored({ memory }: Slack, channel: string, answer: Json): Json {
  const { message, ts } = answer;
  if (typeof ts !== 'string' || typeof message !== 'object' || message === null) return answer;
  return { ...answer, message: memory.recall(channel, { ...message, ts }, true) };
}
