import { ErrorCode, WebClient } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startSlackProxy, type SlackProxy } from '../../../demo/slack/proxy.ts';
import {
  isLocalSlackInstalled,
  startWorkspace,
  type Workspace,
} from '../../../demo/slack/workspace.ts';

const answerSchema = z.looseObject({
  ok: z.boolean(),
  error: z.string().optional(),
  ts: z.string().default(''),
  response_metadata: z
    .looseObject({ messages: z.array(z.string()).default([]), next_cursor: z.string().default('') })
    .optional(),
});

/** The proxy's own: the small workspace has none. */
const APP_TOKEN = 'xapp-1-proxy-test';

let workspace: Workspace;
let proxy: SlackProxy;
let incidents: string;
let ops: string;

beforeAll(async () => {
  workspace = await startWorkspace({
    channels: ['#incidents', 'ops', { name: 'private-party', member: false }],
  });
  incidents = workspace.channelId('#incidents');
  ops = workspace.channelId('ops');
});

afterAll(() => workspace.stop());

beforeEach(async () => {
  await fetch(`${workspace.url}/_control/reset`, { method: 'POST' });
  proxy = await startSlackProxy({
    ...workspace,
    appToken: APP_TOKEN,
    upstream: workspace.apiUrl,
    timeZone: 'UTC',
  });
  return () => proxy.stop();
});

function client(token = workspace.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: proxy.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
}

async function call(method: string, args: object, token: string | null = workspace.botToken) {
  const response = await fetch(`${proxy.apiUrl}${method}`, {
    method: 'POST',
    body: JSON.stringify(args),
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
  });
  return answerSchema.parse(await response.json());
}

async function post(text: string, more: object = {}): Promise<string> {
  const { ok, error, ts } = await call('chat.postMessage', { channel: incidents, text, ...more });
  expect(error).toBeUndefined();
  expect(ok).toBe(true);
  return ts;
}

describe('the Slack proxy, through the real client', () => {
  it('posts, updates and gives the metadata back', async () => {
    const metadata = { event_type: 'tocsin_attempt', event_payload: { effect: 'e1' } };
    const blocks = [
      { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'orders-api *fails*' } },
    ];
    const posted = await client().chat.postMessage({
      channel: '#incidents',
      text: 'orders-api fails',
      blocks,
      metadata,
    });
    const { ts, channel } = z.object({ ts: z.string(), channel: z.string() }).parse(posted);
    expect(channel).toBe(incidents);

    const withMetadata = await client().conversations.history({
      channel,
      include_all_metadata: true,
    });
    expect(withMetadata.messages).toMatchObject([{ ts, metadata, blocks }]);
    const without = await client().conversations.history({ channel });
    expect(without.messages?.[0]).not.toHaveProperty('metadata');

    await client().chat.update({ channel, ts, text: 'orders-api is well again' });
    const after = await client().conversations.history({ channel, include_all_metadata: true });
    expect(after.messages).toMatchObject([{ ts, text: 'orders-api is well again', metadata }]);
    expect(await workspace.messages('incidents')).toMatchObject([
      { ts, text: 'orders-api is well again' },
    ]);
  });

  it.runIf(isLocalSlackInstalled())(
    'lets Socket Mode connect straight to the workspace',
    async () => {
      const { url } = await client(APP_TOKEN).apps.connections.open();
      const socket = new WebSocket(String(url));
      const { promise: hello, resolve, reject } = Promise.withResolvers<unknown>();
      socket.addEventListener('message', (event) => resolve(JSON.parse(String(event.data))));
      socket.addEventListener('error', reject);
      expect(await hello).toMatchObject({ type: 'hello' });
      socket.close();
    },
  );

  it('tells the bot who it is', async () => {
    expect(await client().auth.test()).toMatchObject({ ok: true, user_id: workspace.botUserId });
  });

  it('passes on why blocks were refused', async () => {
    const text = { type: 'mrkdwn' as const, text: 'x'.repeat(3001) };
    const refused = client().chat.postMessage({
      channel: incidents,
      text: 'x',
      blocks: [{ type: 'section', text }],
    });
    await expect(refused).rejects.toMatchObject({
      code: ErrorCode.PlatformError,
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: expect.arrayContaining([
            '[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
          ]),
        },
      },
    });
    expect(await workspace.messages('incidents')).toEqual([]);
  });
});

describe('what the Slack proxy refuses', () => {
  it('a call without a token', async () => {
    expect(await call('auth.test', {}, null)).toMatchObject({ ok: false, error: 'not_authed' });
  });

  it('a token in a JSON body', async () => {
    const token = workspace.botToken;
    expect(await call('auth.test', { token }, null)).toMatchObject({ error: 'not_authed' });
  });

  it('a wrong token', async () => {
    expect(await call('auth.test', {}, 'xoxb-wrong')).toMatchObject({ error: 'invalid_auth' });
  });

  it('the token of the app where the one of the bot belongs, and the other way round', async () => {
    const error = 'not_allowed_token_type';
    expect(await call('auth.test', {}, APP_TOKEN)).toMatchObject({ error });
    expect(await call('apps.connections.open', {})).toMatchObject({ error });
  });

  it.each(['chat.postMassage', 'toString', ''])('the unknown method "%s"', async (method) => {
    const response = await fetch(`${proxy.apiUrl}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${workspace.botToken}` },
    });
    expect(await response.json()).toMatchObject({ ok: false, error: 'unknown_method' });
  });

  it.each([
    ['{"channel":', 'application/json', 'invalid_json'],
    ['["incidents"]', 'application/json', 'json_not_object'],
    ['channel=incidents', 'text/plain', 'invalid_post_type'],
  ])('the body %s as %s', async (body, type, error) => {
    const response = await fetch(`${proxy.apiUrl}chat.postMessage`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${workspace.botToken}`, 'content-type': type },
    });
    expect(await response.json()).toMatchObject({ ok: false, error });
  });

  it('a post without a channel', async () => {
    expect(await call('chat.postMessage', { text: 'x' })).toMatchObject({
      error: 'invalid_arguments',
    });
  });

  it.each(['#nowhere', 'C0NOWHERE00', 'U0NOBODY00'])('a post to %s', async (channel) => {
    expect(await call('chat.postMessage', { channel, text: 'x' })).toMatchObject({
      error: 'channel_not_found',
    });
  });

  it('a name where Slack takes only ids', async () => {
    const ts = await post('x');
    const error = 'channel_not_found';
    expect(await call('chat.update', { channel: '#incidents', ts, text: 'y' })).toMatchObject({
      error,
    });
    expect(await call('conversations.history', { channel: 'incidents' })).toMatchObject({ error });
  });

  it('writing and reading where the bot was not invited', async () => {
    const channel = workspace.channelId('private-party');
    const error = 'not_in_channel';
    expect(await call('chat.postMessage', { channel, text: 'x' })).toMatchObject({ error });
    expect(await call('conversations.history', { channel })).toMatchObject({ error });
    await call('conversations.join', { channel });
    expect(await call('chat.postMessage', { channel, text: 'x' })).toMatchObject({ ok: true });
  });

  it('writing to a channel the bot was taken out of', async () => {
    proxy.channels.leave('#incidents');
    const args = { channel: incidents, text: 'x' };
    expect(await call('chat.postMessage', args)).toMatchObject({ error: 'not_in_channel' });
    proxy.channels.join('#incidents');
    expect(await call('chat.postMessage', args)).toMatchObject({ ok: true });
  });

  it('writing to an archived channel, until it is opened again', async () => {
    const ts = await post('before');
    proxy.channels.archive('#incidents');
    const args = { channel: incidents, text: 'x' };
    expect(await call('chat.postMessage', args)).toMatchObject({ error: 'is_archived' });
    expect(await call('chat.update', { ...args, ts })).toMatchObject({ error: 'is_inactive' });
    proxy.channels.unarchive('#incidents');
    expect(await call('chat.postMessage', args)).toMatchObject({ ok: true });
  });

  it.each([
    ['no text', {}, 'no_text'],
    ['an empty text', { text: '' }, 'no_text'],
    ['an empty text and no blocks', { text: '', blocks: [] }, 'no_text'],
    ['a text of 40001 characters', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['blocks that are not JSON', { text: 'x', blocks: '[{' }, 'invalid_blocks_format'],
    ['blocks that are no list', { text: 'x', blocks: {} }, 'invalid_blocks_format'],
    ['a bad block', { text: 'x', blocks: [{ type: 'banner' }] }, 'invalid_blocks'],
    ['metadata that is not JSON', { text: 'x', metadata: '{' }, 'invalid_metadata_format'],
    [
      'metadata without payload',
      { text: 'x', metadata: { event_type: 'e' } },
      'invalid_metadata_format',
    ],
    [
      'metadata without a type',
      { text: 'x', metadata: { event_type: '', event_payload: {} } },
      'invalid_metadata_format',
    ],
    [
      'too much metadata',
      { text: 'x', metadata: { event_type: 'e', event_payload: { a: 'x'.repeat(8200) } } },
      'metadata_too_large',
    ],
  ])('a post with %s', async (_, args, error) => {
    expect(await call('chat.postMessage', { channel: incidents, ...args })).toMatchObject({
      ok: false,
      error,
    });
    expect(await workspace.messages('incidents')).toEqual([]);
  });

  it('takes a text of 40000 characters, and one of 4000 in an update', async () => {
    const ts = await post('x'.repeat(40_000));
    const update = (length: number) =>
      call('chat.update', { channel: incidents, ts, text: 'y'.repeat(length) });
    expect(await update(4000)).toMatchObject({ ok: true });
    expect(await update(4001)).toMatchObject({ error: 'msg_too_long' });
  });

  it('an update of a message that is not there', async () => {
    const args = { channel: incidents, ts: '1700000000.000100', text: 'x' };
    expect(await call('chat.update', args)).toMatchObject({ error: 'message_not_found' });
  });

  it('an update of what another person wrote', async () => {
    const response = await fetch(`${workspace.url}/_control/message`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ channel: incidents, user: workspace.userIds.ana, text: 'I look' }),
    });
    const { message } = z
      .object({ message: z.object({ ts: z.string() }) })
      .parse(await response.json());
    const args = { channel: incidents, ts: message.ts, text: 'x' };
    expect(await call('chat.update', args)).toMatchObject({ error: 'cant_update_message' });
    expect(await call('chat.delete', args)).toMatchObject({ error: 'cant_delete_message' });
  });

  it('an update without a ts, and one without text', async () => {
    const ts = await post('x');
    expect(await call('chat.update', { channel: incidents, text: 'x' })).toMatchObject({
      error: 'invalid_arguments',
    });
    expect(await call('chat.update', { channel: incidents, ts })).toMatchObject({
      error: 'no_text',
    });
  });
});

describe('how the Slack proxy updates', () => {
  const metadata = { event_type: 'e', event_payload: { a: 1 } };
  const blocks = [{ type: 'divider' }];
  const newest = async () => {
    const { messages } = await client().conversations.history({
      channel: incidents,
      include_all_metadata: true,
    });
    return messages?.[0];
  };

  it('replaces metadata when it is given, and takes it away for an empty object', async () => {
    const ts = await post('x', { metadata });
    const other = { event_type: 'e', event_payload: { a: 2 } };
    await call('chat.update', { channel: incidents, ts, text: 'y', metadata: other });
    expect(await newest()).toMatchObject({ metadata: other });
    await call('chat.update', { channel: incidents, ts, text: 'y', metadata: {} });
    expect(await newest()).not.toHaveProperty('metadata');
  });

  it('takes the blocks away when only a text is given', async () => {
    const ts = await post('x', { blocks });
    await call('chat.update', { channel: incidents, ts, text: 'y' });
    expect((await newest())?.blocks ?? []).toEqual([]);
    expect((await workspace.messages('incidents'))[0]?.blocks ?? []).toEqual([]);
  });
});

describe('how the Slack proxy shows dates', () => {
  it('renders them for people, and gives the bot what it wrote', async () => {
    const text = 'Since <!date^1767236400^{date_num} {time}|now>';
    const section = { type: 'section', text: { type: 'mrkdwn', text } };
    await post(text, { blocks: [section] });
    expect(await workspace.messages('incidents')).toMatchObject([
      { text: 'Since 2026-01-01 03:00', blocks: [{ text: { text: 'Since 2026-01-01 03:00' } }] },
    ]);
    const { messages } = await client().conversations.history({ channel: incidents });
    expect(messages).toMatchObject([{ text, blocks: [section] }]);
    expect(proxy.calls[0]?.args).toMatchObject({ text, blocks: [section] });
  });
});

describe('how the Slack proxy shows escaped text', () => {
  it('as people see it, and as no mention', async () => {
    const text = 'a &amp;amp; b &lt;!channel&gt; <https://example.com/|c>';
    await post(text, { blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] });
    const shown = 'a &amp; b <\u200b!channel> <https://example.com/|c>';
    expect(await workspace.messages('incidents')).toMatchObject([
      { text: shown, blocks: [{ text: { text: shown } }] },
    ]);
    const { messages } = await client().conversations.history({ channel: incidents });
    expect(messages).toMatchObject([{ text }]);
  });
});

describe('how the Slack proxy reads', () => {
  const texts = (messages: readonly { text?: string | undefined }[] | undefined) =>
    messages?.map(({ text }) => text);

  it('gives the newest first, page by page', async () => {
    for (const text of ['1', '2', '3']) await post(text);
    const first = await client().conversations.history({ channel: incidents, limit: 2 });
    expect(texts(first.messages)).toEqual(['3', '2']);
    expect(first.has_more).toBe(true);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await client().conversations.history({ channel: incidents, limit: 2, cursor });
    expect(texts(second.messages)).toEqual(['1']);
    expect(second.has_more).toBe(false);
  });

  it('honours oldest, latest and inclusive', async () => {
    const [first, second, third] = [await post('1'), await post('2'), await post('3')];
    const read = async (args: object) =>
      texts((await client().conversations.history({ channel: incidents, ...args })).messages);
    expect(await read({ oldest: first })).toEqual(['3', '2']);
    expect(await read({ oldest: first, inclusive: true })).toEqual(['3', '2', '1']);
    expect(await read({ latest: third })).toEqual(['2', '1']);
    expect(await read({ oldest: second, latest: second, inclusive: true })).toEqual(['2']);
  });

  it('finds what was posted after a moment within the second of the post', async () => {
    const before = Date.now() / 1000;
    await post('1');
    const read = async (oldest: number) =>
      texts(
        (await client().conversations.history({ channel: incidents, oldest: oldest.toFixed(6) }))
          .messages,
      );
    expect(await read(before - 0.001)).toEqual(['1']);
    expect(await read(Date.now() / 1000 + 0.001)).toEqual([]);
  });

  it('leaves replies to the thread', async () => {
    const root = await post('root');
    const metadata = { event_type: 'e', event_payload: { reply: 1 } };
    await post('reply', { thread_ts: root, metadata });
    await post('other');
    const history = await client().conversations.history({ channel: incidents });
    expect(texts(history.messages)).toEqual(['other', 'root']);
    const thread = await client().conversations.replies({
      channel: incidents,
      ts: root,
      oldest: root,
      include_all_metadata: true,
    });
    expect(texts(thread.messages)).toEqual(['root', 'reply']);
    expect(thread.messages?.[1]).toMatchObject({ metadata });
  });

  it.each([
    [{ limit: 0 }, 'invalid_limit'],
    [{ limit: 1000 }, 'invalid_limit'],
    [{ cursor: 'bmV4dDp4' }, 'invalid_cursor'],
    [{ oldest: 'yesterday' }, 'invalid_ts_oldest'],
    [{ latest: 'now' }, 'invalid_ts_latest'],
  ])('refuses %j', async (args, error) => {
    expect(await call('conversations.history', { channel: incidents, ...args })).toMatchObject({
      error,
    });
  });

  it('refuses a thread that is not there', async () => {
    const args = { channel: incidents, ts: '1700000000.000100' };
    expect(await call('conversations.replies', args)).toMatchObject({ error: 'thread_not_found' });
  });

  it('lists the channels page by page, with their states', async () => {
    proxy.channels.archive('ops');
    const names: string[] = [];
    let cursor = '';
    do {
      const list = await client().conversations.list({ limit: 1, cursor });
      for (const { name, is_member, is_archived } of list.channels ?? []) {
        names.push(
          `${name} ${is_member === true ? 'in' : 'out'}${is_archived === true ? ' archived' : ''}`,
        );
      }
      cursor = list.response_metadata?.next_cursor ?? '';
    } while (cursor !== '');
    expect(names.toSorted()).toEqual(['incidents in', 'ops in archived', 'private-party out']);
    const open = await client().conversations.list({ exclude_archived: true });
    expect(open.channels).toHaveLength(2);
    expect(open.channels?.map(({ id }) => id)).not.toContain(ops);
  });
});

describe('the log of calls', () => {
  it('says what was called, with what, and what came of it', async () => {
    const ts = await post('x', { channel: '#incidents' });
    await call('chat.postMessage', { channel: '#nowhere', text: 'x' });
    expect(proxy.calls).toMatchObject([
      {
        method: 'chat.postMessage',
        channel: incidents,
        args: { text: 'x' },
        outcome: 'ok',
        accepted: true,
        ts,
      },
      { method: 'chat.postMessage', outcome: 'channel_not_found', accepted: false },
    ]);
    expect(JSON.stringify(proxy.calls)).not.toContain(workspace.botToken);
  });
});

describe.skipIf(!isLocalSlackInstalled())('people', () => {
  it('are found by their e-mail address, however it is written, unless they left', async () => {
    const id = workspace.userIds['ana'] ?? '';
    proxy.people.email(id, 'ana@example.com');
    const ask = (email: string) => client().users.lookupByEmail({ email });
    expect((await ask('Ana@Example.com')).user?.id).toBe(id);
    await expect(ask('bob@example.com')).rejects.toThrow('users_not_found');
    proxy.people.mark(id, { deleted: true });
    await expect(ask('ana@example.com')).rejects.toThrow('users_not_found');
  });

  it('are written to in a conversation of their own, unless there is no such person', async () => {
    const users = workspace.userIds['ana'] ?? '';
    const { channel } = await client().conversations.open({ users });
    const sent = await client().chat.postMessage({ channel: channel?.id ?? '', text: 'hello' });
    expect(sent.channel).toMatch(/^D/u);
    await expect(client().conversations.open({ users: 'U0NOBODY' })).rejects.toThrow(
      'user_not_found',
    );
    proxy.people.mark(users, { deleted: true });
    await expect(client().conversations.open({ users })).rejects.toThrow('user_disabled');
  });
});
