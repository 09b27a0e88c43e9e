import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebClient } from '@slack/web-api';
import { startSlackProxy, type SlackProxy } from '../../../demo/slack/proxy.ts';
import {
  isLocalSlackInstalled,
  startWorkspace,
  type Workspace,
} from '../../../demo/slack/workspace.ts';

/** The kinds that run on this machine. */
const KINDS = isLocalSlackInstalled() ? (['local-slack', 'small'] as const) : (['small'] as const);

const metadata = { event_type: 'tocsin', event_payload: { effect: 'e1' } };
const section = (text: string) => ({
  type: 'section' as const,
  text: { type: 'plain_text' as const, text },
});

describe.each(KINDS)('a workspace of the kind %s, behind the proxy', (kind) => {
  let workspace: Workspace;
  let proxy: SlackProxy;
  let slack: WebClient;
  let channel: string;

  beforeAll(async () => {
    const channels = ['incidents', { name: 'private-party', member: false }];
    workspace = await startWorkspace({ kind, channels });
    proxy = await startSlackProxy({ ...workspace, upstream: workspace.apiUrl, timeZone: 'UTC' });
    const slackApiUrl = proxy.apiUrl;
    slack = new WebClient(workspace.botToken, { slackApiUrl, retryConfig: { retries: 0 } });
    channel = workspace.channelId('incidents');
  });

  afterAll(async () => {
    await proxy.stop();
    await workspace.stop();
  });

  beforeEach(async () => {
    await fetch(`${workspace.url}/_control/reset`, { method: 'POST' });
  });

  const post = async (text: string, threadTs?: string): Promise<string> => {
    const { ts = '' } = await slack.chat.postMessage({
      channel,
      text,
      blocks: [section(text)],
      metadata,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    });
    return ts;
  };

  it('keeps a post, its edit and its thread', async () => {
    const ts = await post('🔴 orders-api fails');
    const reply = await post('🔺 it gets worse', ts);
    const blocks = [section('🟢 orders-api is well')];
    const updated = await slack.chat.update({ channel, ts, text: '🟢 well', blocks });
    expect(updated).toMatchObject({ ok: true, channel, ts, text: '🟢 well' });

    const [root, line, ...others] = (await workspace.messages('incidents')).toSorted((one, two) =>
      one.ts < two.ts ? -1 : 1,
    );
    expect(others).toEqual([]);
    expect(root).toMatchObject({
      ts,
      channel,
      user: workspace.botUserId,
      text: '🟢 well',
      blocks,
      edited: { user: workspace.botUserId },
    });
    expect(line).toMatchObject({ ts: reply, thread_ts: ts, text: '🔺 it gets worse' });
    expect(line).not.toHaveProperty('edited');
  });

  it('gives the bot back what it wrote, metadata included', async () => {
    const first = await post('first');
    const reply = await post('reply', first);
    const second = await post('second');
    const all = { channel, include_all_metadata: true };
    const history = await slack.conversations.history(all);
    expect(history.messages).toMatchObject([
      { ts: second, text: 'second', metadata, blocks: [section('second')] },
      { ts: first, text: 'first', metadata },
    ]);
    const thread = await slack.conversations.replies({ ...all, ts: first });
    expect(thread.messages).toMatchObject([
      { ts: first },
      { ts: reply, text: 'reply', thread_ts: first, metadata },
    ]);
  });

  it('gives messages written at once ids that tell them apart and order them', async () => {
    const stamps = [await post('1'), await post('2'), await post('3')];
    expect(new Set(stamps).size).toBe(3);
    expect(stamps.toSorted((one, two) => Number(one) - Number(two))).toEqual(stamps);
    for (const ts of stamps) expect(ts).toMatch(/^\d{10}\.\d{6}$/);
  });

  it('takes the blocks away with an update that has only a text', async () => {
    const ts = await post('x');
    await slack.chat.update({ channel, ts, text: 'y' });
    const [message] = await workspace.messages('incidents');
    expect(message).toMatchObject({ text: 'y' });
    expect(message?.blocks ?? []).toEqual([]);
  });

  it('deletes a message once', async () => {
    const ts = await post('x');
    expect(await slack.chat.delete({ channel, ts })).toMatchObject({ ok: true });
    expect(await workspace.messages('incidents')).toEqual([]);
    await expect(slack.chat.delete({ channel, ts })).rejects.toThrow('message_not_found');
  });

  it('shows an ephemeral message that can not be updated', async () => {
    const user = workspace.userIds['ana'] ?? '';
    const { message_ts: ts = '' } = await slack.chat.postEphemeral({ channel, user, text: 'x' });
    expect(await workspace.messages('incidents')).toMatchObject([
      { text: 'x', ephemeral_to: user },
    ]);
    const update = slack.chat.update({ channel, ts, text: 'y' });
    await expect(update).rejects.toThrow('message_not_found');
  });

  it('says who the bot is and which channels it is in', async () => {
    expect(await slack.auth.test()).toMatchObject({ user_id: workspace.botUserId, team: 'Acme' });
    const { channels = [] } = await slack.conversations.list();
    expect(channels.map(({ id, name, is_member: isMember }) => [id, name, isMember])).toEqual(
      expect.arrayContaining([
        [channel, 'incidents', true],
        [workspace.channelId('private-party'), 'private-party', false],
      ]),
    );
    expect(channels).toHaveLength(2);
  });

  it('does not know what Slack does not know', async () => {
    await expect(slack.apiCall('chat.postMassage')).rejects.toThrow('unknown_method');
    const elsewhere = slack.chat.postMessage({ channel: '#nowhere', text: 'x' });
    await expect(elsewhere).rejects.toThrow('channel_not_found');
  });
});
