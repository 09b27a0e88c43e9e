import { beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../demo/listen.ts';
import { startSlackProxy, type SlackProxy } from '../../demo/slack/proxy.ts';
import {
  isLocalSlackInstalled,
  startWorkspace,
  type Workspace,
} from '../../demo/slack/workspace.ts';
import { say } from '../../src/handlers/answer.ts';
import { startSocket } from '../../src/handlers/socket.ts';
import { REGISTRY } from '../../src/handlers/index.ts';
import type { ChatRequest } from '../../src/handlers/request.ts';
import type { Submit } from '../../src/handlers/submit.ts';
import { createSlackClient } from '../../src/delivery/slack/client.ts';
import { slackScreen } from '../support/slack-screen.ts';
import { unacknowledged } from '../support/slack-user.ts';
import { until } from '../support/wait.ts';

let workspace: Workspace;
let proxy: SlackProxy;
let errors: string[];
let cleanups: (() => Promise<unknown>)[];

beforeEach(() => {
  errors = [];
  cleanups = [];
  return async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup();
  };
});

/** Slack at an address, with the tokens that the bot knows. */
async function startSlack(port: number, tokens?: Pick<Workspace, 'botToken' | 'appToken'>) {
  workspace = await startWorkspace({ channels: ['incidents'] });
  const upstream = workspace.apiUrl;
  proxy = await startSlackProxy({ ...workspace, ...tokens, upstream, port });
  const started = { workspace, proxy };
  cleanups.push(() => stopSlack(started));
}

async function stopSlack(slack = { workspace, proxy }): Promise<void> {
  await Promise.all([slack.proxy.stop(), slack.workspace.stop()]);
}

function listen(
  port: number,
  tokens: Pick<Workspace, 'botToken' | 'appToken'>,
  write: Submit = submit(port, tokens.botToken),
) {
  const chat = startSocket({
    ...tokens,
    apiUrl: `http://127.0.0.1:${port}/api/`,
    registry: REGISTRY,
    submit: write,
    onError: (error) =>
      errors.push(error instanceof Error ? error.message : `not an error: ${String(error)}`),
  });
  cleanups.push(chat.stop);
  return chat;
}

/** Says at once what came, where the answer would go. */
function submit(port: number, token: string) {
  const slack = createSlackClient(token, `http://127.0.0.1:${port}/api/`);
  return async (request: ChatRequest) => {
    if (request.type !== 'command') return;
    const { command, text, person } = request;
    const place = { ...request, personId: person.id };
    void say({ text: `${person.id} asks ${command} ${text}` }, place, slack);
  };
}

const TOKENS = { botToken: 'xoxb-known-to-both', appToken: 'xapp-known-to-both' };

/** Types a command into the workspace, and waits for what is answered. */
async function command(text: string): Promise<string> {
  const before = (await workspace.messages('incidents')).length;
  await fetch(`${workspace.url}/_control/command`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      command: '/tocsin',
      text,
      channel: workspace.channelId('incidents'),
      user: Object.values(workspace.userIds)[0],
    }),
  });
  const answer = await until(
    `/tocsin ${text} is answered`,
    async () => (await workspace.messages('incidents'))[before],
  );
  expect(answer).toMatchObject({ subtype: 'ephemeral' });
  return answer.text;
}

async function untilConnected(): Promise<void> {
  await until('the chat is connected', async () => {
    if (!proxy.calls.some((call) => call.method === 'apps.connections.open' && call.accepted)) {
      return false;
    }
    // The local Slack knows a listener only once the socket is open.
    const answer = await fetch(`${workspace.url}/_control/command`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        command: '/tocsin',
        text: 'help',
        channel: workspace.channelId('incidents'),
        user: Object.values(workspace.userIds)[0],
      }),
    });
    await answer.text();
    return (await workspace.messages('incidents')).length > 0;
  });
}

describe.skipIf(!isLocalSlackInstalled())('the chat', () => {
  test('hands on what somebody asks for, and the answer goes to them alone', async () => {
    const port = await freePort();
    await startSlack(port, TOKENS);
    listen(port, TOKENS);
    await untilConnected();
    const [user] = Object.values(workspace.userIds);
    expect(await command('whoami --public')).toBe(`${user} asks /tocsin whoami --public`);
    expect(errors).toEqual([]);
  });

  test('acknowledges that somebody opened the home once it is written down, not before', async () => {
    const port = await freePort();
    await startSlack(port, TOKENS);
    const writing = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    const answer = submit(port, TOKENS.botToken);
    listen(port, TOKENS, async (request) => {
      if (request.type !== 'home') return answer(request);
      writing.resolve();
      await written.promise;
    });
    await untilConnected();
    const screen = await slackScreen({ workspace });
    cleanups.push(async () => screen.close());
    screen.opensHome(Object.values(workspace.userIds)[0] ?? '');
    await writing.promise;
    await command('status');
    await until('all else is acknowledged', async () => (await unacknowledged(workspace)) <= 1);
    expect(await unacknowledged(workspace)).toBe(1);
    written.resolve();
    await until('it is acknowledged', async () => (await unacknowledged(workspace)) === 0);
  });

  test('waits for a Slack that is not there yet', async () => {
    const port = await freePort();
    listen(port, TOKENS);
    await until('it says that Slack is not there', () => errors.length >= 2);
    await startSlack(port, TOKENS);
    await untilConnected();
    expect(await command('status')).toContain('asks /tocsin status');
  });

  test('comes back when Slack went away and is back', async () => {
    const port = await freePort();
    await startSlack(port, TOKENS);
    listen(port, TOKENS);
    await untilConnected();
    await stopSlack();
    await until('it notices', () => errors.length >= 2);
    expect(errors[0]).toBe('the connection was closed');
    await startSlack(port, TOKENS);
    await untilConnected();
    expect(await command('status')).toContain('asks /tocsin status');
  });

  test.each(['error', 'garbage', 'cut-before', 'cut-after'] as const)(
    'starts in spite of a fault: %s',
    async (kind) => {
      const port = await freePort();
      await startSlack(port, TOKENS);
      proxy.faults.next({ kind, method: 'auth.test' });
      proxy.faults.next({ kind, method: 'apps.connections.open' });
      listen(port, TOKENS);
      await untilConnected();
      expect(await command('status')).toContain('asks /tocsin status');
      expect(errors).toHaveLength(2);
      expect(errors.join()).not.toContain('not an error');
    },
  );

  test('says that its token is wrong, and goes on trying', async () => {
    const port = await freePort();
    await startSlack(port, TOKENS);
    listen(port, { ...TOKENS, appToken: 'xapp-wrong' });
    await until('it tried twice', () => errors.length >= 2);
    expect(errors[0]).toContain('invalid_auth');
  });

  test('stops at once, also while Slack does not answer', async () => {
    const port = await freePort();
    await startSlack(port, TOKENS);
    proxy.faults.next({ kind: 'hang', method: 'auth.test' });
    const chat = listen(port, TOKENS);
    await until('it waits', () => proxy.calls.length === 1);
    const begun = performance.now();
    await chat.stop();
    expect(performance.now() - begun).toBeLessThan(500);
    await stopSlack();
    expect(errors).toEqual([]);
  });

  test('does not come back once it is stopped', async () => {
    const port = await freePort();
    const chat = listen(port, TOKENS);
    await until('it failed', () => errors.length === 1);
    await chat.stop();
    await startSlack(port, TOKENS);
    await chat.stop();
    expect(proxy.calls).toEqual([]);
  });
});
