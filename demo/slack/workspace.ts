import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { startSmallWorkspace } from './small-workspace.ts';
import {
  messageSchema,
  plannedFields,
  planWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from './workspace-plan.ts';

export type { Workspace, WorkspaceMessage } from './workspace-plan.ts';

/** `auto` is the real local Slack where its package is installed, else the small stand-in. */
export type WorkspaceKind = 'auto' | Workspace['kind'];

const START_TIMEOUT_MS = 15_000;

/**
 * Starts a local Slack workspace with the given channels.
 *
 * @throws Error when `local-slack` is asked for where its optional package is not installed, when it
 * does not answer within 15 s, or when the port is taken.
 */
export async function startWorkspace({
  kind = 'auto',
  ...options
}: WorkspaceOptions & { readonly kind?: WorkspaceKind }): Promise<Workspace> {
  const small = kind === 'small' || (kind === 'auto' && !isLocalSlackInstalled());
  return small ? startSmallWorkspace(options) : startLocalSlack(options);
}

/** Whether the optional package with the real local Slack is there for this platform. */
export function isLocalSlackInstalled(): boolean {
  try {
    findBinary();
    return true;
  } catch {
    return false;
  }
}

/** The real local Slack: Web API, Socket Mode, a page to click and type on. */
async function startLocalSlack(options: WorkspaceOptions): Promise<Workspace> {
  const binary = findBinary();
  const plan = planWorkspace(options);
  const { bot, users, channels } = plan;
  const signingSecret = randomBytes(16).toString('hex');
  const appToken = `xapp-1-${randomBytes(12).toString('hex')}`;
  const config = {
    workspace: { name: plan.name, domain: 'acme', teamId: 'T0ACME' },
    app: {
      appId: 'A0TOCSIN',
      botUserId: bot.userId,
      botName: bot.name,
      botToken: bot.token,
      appToken,
      signingSecret,
      ...(options.requestUrl === undefined
        ? { mode: 'socket' }
        : { mode: 'events', requestUrl: options.requestUrl }),
    },
    users: users.map(({ id, name, realName }) => ({ id, name, real_name: realName })),
    channels: channels.map(({ id, name, member }) => ({
      id,
      name,
      members: [...users.map((user) => user.id), ...(member ? [bot.userId] : [])],
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

  const fields = plannedFields(plan);
  return {
    ...fields,
    kind: 'local-slack',
    url,
    apiUrl: `${url}/api/`,
    appToken,
    signingSecret,
    messages: async (name) => {
      const response = await fetch(`${url}/_control/messages/${fields.channelId(name)}`);
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
