import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

const messageSchema = z.looseObject({
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
  /** The page on which people see it and click. */
  readonly url: string;
  /** Its Web API, which checks nothing: the bot talks to `startSlackProxy` in front of it. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
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

const START_TIMEOUT_MS = 15_000;

/**
 * Starts a local Slack (Web API, Socket Mode, page) with the given channels.
 *
 * @throws Error when the optional package with its program is not installed for this platform, or
 * when it does not answer within 15 s.
 */
export async function startWorkspace(options: {
  channels: readonly (string | WorkspaceChannel)[];
  users?: readonly WorkspaceUser[];
  /** Default: a free one. */
  port?: number;
}): Promise<Workspace> {
  const binary = findBinary();
  const users = (options.users ?? [{ name: 'ana', realName: 'Ana Díaz' }]).map((user) => ({
    ...user,
    id: slackId('U', user.name),
  }));
  const channels = options.channels
    .map((channel) => (typeof channel === 'string' ? { name: channel } : channel))
    .map(({ name, member = true }: WorkspaceChannel) => {
      const bare = name.replace(/^#/, '');
      return { id: slackId('C', bare), name: bare, member };
    });
  const app = {
    appId: 'A0TOCSIN',
    botUserId: slackId('U', 'tocsin-bot'),
    botName: 'tocsin',
    botToken: `xoxb-${randomBytes(12).toString('hex')}`,
    appToken: `xapp-1-${randomBytes(12).toString('hex')}`,
    signingSecret: randomBytes(16).toString('hex'),
    mode: 'socket',
  };
  const config = {
    workspace: { name: 'Acme', domain: 'acme', teamId: 'T0ACME' },
    app,
    users: users.map(({ id, name, realName }) => ({ id, name, real_name: realName })),
    channels: channels.map(({ id, name, member }) => ({
      id,
      name,
      members: [...users.map((user) => user.id), ...(member ? [app.botUserId] : [])],
    })),
  };

  const folder = await mkdtemp(join(tmpdir(), 'tocsin-slack-'));
  const configFile = join(folder, 'workspace.json');
  await writeFile(configFile, JSON.stringify(config), { mode: 0o600 });
  const child = spawnTied(folder, binary, {
    '--config': configFile,
    '--files-dir': join(folder, 'files'),
    '--base-host': '127.0.0.1',
    '--port': String(options.port ?? 0),
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };

  let url: string;
  try {
    url = await announcedUrl(child);
    await answers(`${url}/api/auth.test`);
  } catch (error) {
    await stop();
    throw error;
  }

  const channelId = (name: string): string => {
    const bare = name.replace(/^#/, '');
    const found = channels.find((channel) => channel.name === bare);
    if (found === undefined) throw new Error(`no channel #${bare} in the local workspace`);
    return found.id;
  };
  return {
    url,
    apiUrl: `${url}/api/`,
    botToken: app.botToken,
    appToken: app.appToken,
    botUserId: app.botUserId,
    channels,
    userIds: Object.fromEntries(users.map(({ name, id }) => [name, id])),
    channelId,
    messages: async (name) => {
      const response = await fetch(`${url}/_control/messages/${channelId(name)}`);
      const schema = z.object({ messages: z.array(messageSchema) });
      return schema.parse(await response.json()).messages;
    },
    stop,
  };
}

function findBinary(): string {
  const name = `local-slack-${process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return join(dirname(manifest), 'bin', 'local-slack');
  } catch (cause) {
    throw new Error(
      `the local Slack workspace needs the optional package ${name}, which is not installed: ` +
        'run `npm ci --include=optional`; it exists for Linux on x64 only',
      { cause },
    );
  }
}

/**
 * Runs a program that ends, and whose folder goes, when this process ends, however it ends, SIGKILL
 * included: a shell holds the other end of a pipe to us, and cleans up when the pipe closes.
 * `detached`, so that a Ctrl-C meant for us does not reach the shell before its work is done.
 */
function spawnTied(
  folder: string,
  program: string,
  options: Readonly<Record<string, string>>,
): ChildProcess {
  const script =
    'exec 3<&0; "$@" </dev/null & child=$!; ' +
    '( cat <&3 >/dev/null; kill -9 $child 2>/dev/null; rm -rf "$0" ) & watch=$!; ' +
    'wait $child; status=$?; kill $watch 2>/dev/null; exit $status';
  const child = spawn(
    '/bin/sh',
    ['-c', script, folder, program, ...Object.entries(options).flat()],
    {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  // Closing the pipe of a shell that has ended already is no error.
  child.stdin.on('error', () => undefined);
  return child;
}

/** Waits for the line in which the program says where its page is. */
async function announcedUrl(child: ChildProcess): Promise<string> {
  const { promise: url, resolve, reject } = Promise.withResolvers<string>();
  let said = '';
  const timer = setTimeout(
    () => reject(new Error(`the local Slack did not start within 15 s: ${said.trim()}`)),
    START_TIMEOUT_MS,
  );
  const listen = (part: Buffer): void => {
    // Only its start matters; it goes on writing a log.
    if (said.length < 10_000) said += part.toString();
    const found = /Web UI:\s+(http:\/\/\S+)/.exec(said)?.[1];
    if (found !== undefined) resolve(found);
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  child.once('error', reject);
  child.once('exit', (code) =>
    reject(new Error(`the local Slack stopped with status ${code}: ${said.trim()}`)),
  );
  try {
    return await url;
  } finally {
    clearTimeout(timer);
  }
}

async function answers(url: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    signal: AbortSignal.timeout(START_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`the local Slack answers ${response.status}`);
}

/** An id as Slack's look, the same for the same name, so that links survive a restart. */
function slackId(kind: 'C' | 'U', name: string): string {
  return (
    kind + createHash('sha256').update(`${kind}${name}`).digest('hex').slice(0, 10).toUpperCase()
  );
}
