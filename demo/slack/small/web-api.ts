import { z } from 'zod';
import type { Json } from '../../../src/delivery/slack/limits/problem.ts';
import { messageSchema, type WorkspacePlan } from '../workspace-plan.ts';
import type { Messages } from './messages.ts';

/** What the methods work on. */
export interface Small {
  readonly plan: WorkspacePlan;
  readonly messages: Messages;
}

/** The arguments that are used, of all methods: the proxy in front has checked them already. */
const argsSchema = z.object({
  channel: z.string().default(''),
  ts: z.string().default(''),
  text: z.string().optional(),
  blocks: messageSchema.shape.blocks,
  thread_ts: z.string().optional(),
  user: z.string().default(''),
});

type Args = z.infer<typeof argsSchema>;
type Method = (small: Small, args: Args) => Json;

/** Those of Slack's methods that the bot and its proxy call, but for what needs Socket Mode. */
const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': ({ plan }) => ({
    ok: true,
    team: plan.name,
    user: plan.bot.name,
    user_id: plan.bot.userId,
    bot_id: botId(plan),
  }),
  'apps.connections.open': () => refusal('not_supported'),
  'conversations.list': ({ plan }) => ({ ok: true, channels: plan.channels.map(described) }),
  'conversations.info': inChannel((_, channel) => ({ ok: true, channel: described(channel) })),
  'conversations.members': inChannel(({ plan }, { member }) => ({
    ok: true,
    members: [...plan.users.map(({ id }) => id), ...(member ? [plan.bot.userId] : [])],
  })),
  'conversations.history': inChannel(({ messages }, { id }) => ({
    ok: true,
    messages: messages
      .in(id)
      .filter(({ thread_ts, subtype }) => thread_ts === undefined && subtype !== 'ephemeral')
      .toReversed(),
    has_more: false,
  })),
  'conversations.replies': inChannel(({ messages }, { id }, { ts }) => ({
    ok: true,
    messages: messages.in(id).filter((one) => one.ts === ts || one.thread_ts === ts),
    has_more: false,
  })),
  'chat.postMessage': inChannel(({ plan, messages }, { id }, args) => {
    const message = messages.add({ ...written(args, id), ...byBot(plan) });
    return { ok: true, channel: id, ts: message.ts, message };
  }),
  'chat.postEphemeral': inChannel(({ plan, messages }, { id }, args) => {
    const subtype = 'ephemeral';
    const seenBy = { subtype, ephemeral_to: args.user };
    const { ts } = messages.add({ ...written(args, id), ...byBot(plan), ...seenBy });
    return { ok: true, message_ts: ts };
  }),
  // New text without blocks takes the old blocks away, as in Slack.
  'chat.update': inChannel(({ messages }, { id }, { ts, text, blocks }) => {
    const before = messages.find(id, ts);
    const message = messages.change(id, ts, {
      text: text ?? before?.text ?? '',
      blocks: text === undefined ? (blocks ?? before?.blocks) : blocks,
    });
    if (message === undefined) return refusal('message_not_found');
    return { ok: true, channel: id, ts, text: message.text, message };
  }),
  'chat.delete': inChannel(({ messages }, { id }, { ts }) =>
    messages.remove(id, ts) ? { ok: true, channel: id, ts } : refusal('message_not_found'),
  ),
};

/** Answers a call. Arguments of a wrong type count as not given. */
export function callMethod(small: Small, name: string, args: Json): Json {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (method === undefined) return refusal('unknown_method');
  const parsed = argsSchema.safeParse(args);
  return parsed.success ? method(small, parsed.data) : refusal('invalid_arguments');
}

/** Lets a person write: there is no method for that in Slack's API. */
export function writeAs(small: Small, args: Json): Json {
  const parsed = argsSchema.safeParse(args);
  if (!parsed.success) return refusal('invalid_arguments');
  const { user, channel } = parsed.data;
  return { ok: true, message: small.messages.add({ ...written(parsed.data, channel), user }) };
}

type Channel = WorkspacePlan['channels'][number];

function inChannel(method: (small: Small, channel: Channel, args: Args) => Json): Method {
  return (small, args) => {
    const channel = small.plan.channels.find(({ id }) => id === args.channel);
    return channel === undefined ? refusal('channel_not_found') : method(small, channel, args);
  };
}

function described({ id, name, member }: Channel): Json {
  const is = { is_channel: true, is_private: false, is_archived: false, is_member: member };
  return { id, name, ...is };
}

function written({ text = '', blocks, thread_ts }: Args, channel: string) {
  return {
    channel,
    text,
    ...(blocks !== undefined && { blocks }),
    ...(thread_ts !== undefined && { thread_ts }),
  };
}

function byBot(plan: WorkspacePlan) {
  return { user: plan.bot.userId, bot_id: botId(plan) };
}

function botId({ bot }: WorkspacePlan): string {
  return bot.userId.replace(/^U/, 'B');
}

function refusal(error: string): Json {
  return { ok: false, error };
}
