import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';

export interface WorkspaceChannel {
  readonly name: string;
  /** Whether the bot was invited. Default: true. */
  readonly member?: boolean;
}

export interface WorkspaceUser {
  readonly name: string;
  readonly realName: string;
}

export interface WorkspaceOptions {
  readonly channels: readonly (string | WorkspaceChannel)[];
  readonly users?: readonly WorkspaceUser[];
  /** Default: a free one. */
  readonly port?: number;
  /** Where the app takes signed requests. Default: nowhere, it connects in Socket Mode. */
  readonly requestUrl?: string;
}

export const messageSchema = z.looseObject({
  ts: z.string(),
  channel: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  text: z.string().default(''),
  subtype: z.string().optional(),
  thread_ts: z.string().optional(),
  edited: z.looseObject({ ts: z.string() }).optional(),
  blocks: z.array(z.looseObject({ type: z.string() })).optional(),
});

/** A message as people see it on the page. `ts` is its id in its channel; a reply has `thread_ts`. */
export type WorkspaceMessage = z.infer<typeof messageSchema>;

/** A local Slack workspace that runs. */
export interface Workspace {
  /** The real local Slack, or our small stand-in for platforms that have none. */
  readonly kind: 'local-slack' | 'small';
  /** The page on which people see it; on that of `local-slack` they can also click and type. */
  readonly url: string;
  /** Its Web API, which checks nothing: the bot talks to `startSlackProxy` in front of it. */
  readonly apiUrl: string;
  readonly botToken: string;
  /** Empty where there is no Socket Mode. */
  readonly appToken: string;
  /** What its requests are signed with; empty where there are none. */
  readonly signingSecret: string;
  readonly botUserId: string;
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  /** Users' ids by name. */
  readonly userIds: Readonly<Record<string, string>>;
  /** A channel's id. The name may start with `#`. Throws for a name that is not in the workspace. */
  readonly channelId: (name: string) => string;
  /** Every message in a channel, oldest first, replies and ephemeral ones included. */
  readonly messages: (name: string) => Promise<readonly WorkspaceMessage[]>;
  readonly stop: () => Promise<void>;
}

/** Who and what is in a workspace, before it runs. */
export interface WorkspacePlan {
  readonly name: string;
  readonly bot: { readonly userId: string; readonly name: string; readonly token: string };
  readonly users: readonly (WorkspaceUser & { readonly id: string })[];
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    /** Whether the bot was invited. */
    readonly member: boolean;
  }[];
}

/** Gives everyone and everything an id, the same for the same name, and the bot a new token. */
export function planWorkspace({ users, channels }: WorkspaceOptions): WorkspacePlan {
  return {
    name: 'Acme',
    bot: {
      userId: slackId('U', 'tocsin-bot'),
      name: 'tocsin',
      token: `xoxb-${randomBytes(12).toString('hex')}`,
    },
    users: (users ?? [{ name: 'ana', realName: 'Ana Díaz' }]).map((user) => ({
      ...user,
      id: slackId('U', user.name),
    })),
    channels: channels
      .map((channel) => (typeof channel === 'string' ? { name: channel } : channel))
      .map(({ name, member = true }: WorkspaceChannel) => {
        const bare = name.replace(/^#/, '');
        return { id: slackId('C', bare), name: bare, member };
      }),
  };
}

/** What a workspace of either kind tells about its plan. */
export function plannedFields(
  plan: WorkspacePlan,
): Pick<Workspace, 'botToken' | 'botUserId' | 'channels' | 'userIds' | 'channelId'> {
  return {
    botToken: plan.bot.token,
    botUserId: plan.bot.userId,
    channels: plan.channels,
    userIds: Object.fromEntries(plan.users.map(({ name, id }) => [name, id])),
    channelId: (name) => {
      const bare = name.replace(/^#/, '');
      const found = plan.channels.find((channel) => channel.name === bare);
      if (found === undefined) throw new Error(`no channel #${bare} in the local workspace`);
      return found.id;
    },
  };
}

/** An id as Slack's look, the same for the same name, so that links survive a restart. */
function slackId(kind: 'C' | 'U', name: string): string {
  return (
    kind + createHash('sha256').update(`${kind}${name}`).digest('hex').slice(0, 10).toUpperCase()
  );
}
