import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { startSlackProxy, type SlackProxy } from '../../../demo/slack/proxy.ts';
import {
  isLocalSlackInstalled,
  startWorkspace,
  type Workspace,
} from '../../../demo/slack/workspace.ts';
import { until } from '../../support/wait.ts';

const envelopeSchema = z.looseObject({
  envelope_id: z.string().optional(),
  payload: z.looseObject({ response_url: z.string().optional() }).optional(),
});

describe.skipIf(!isLocalSlackInstalled())('a response_url, as the proxy has it', () => {
  let workspace: Workspace;
  let proxy: SlackProxy;
  let bot: WebSocket;
  let address: string;

  beforeAll(async () => {
    workspace = await startWorkspace({ channels: ['ops'] });
    proxy = await startSlackProxy({ ...workspace, upstream: workspace.apiUrl, timeZone: 'UTC' });
    const opened = await fetch(`${proxy.apiUrl}apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${workspace.appToken}` },
    });
    bot = new WebSocket(z.object({ url: z.string() }).parse(await opened.json()).url);
    const heard: z.output<typeof envelopeSchema>[] = [];
    bot.on('message', (data: Buffer) => {
      const envelope = envelopeSchema.parse(JSON.parse(data.toString()));
      heard.push(envelope);
      bot.send(JSON.stringify({ envelope_id: envelope.envelope_id }));
    });
    await until('the bot is greeted', () => heard.length > 0);
    const channel = workspace.channelId('ops');
    const command = { command: '/x', text: '', channel, user: workspace.userIds['ana'] };
    await fetch(`${workspace.url}/_control/command`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    });
    address = await until('the bot hears', () => heard[1]?.payload?.response_url);
  });
  afterAll(async () => {
    bot.terminate();
    await proxy.stop();
    await workspace.stop();
  });

  async function respond(message: object): Promise<Response> {
    return fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', ...message }),
    });
  }

  test('shows what is said there as people see it, and keeps it as it was sent', async () => {
    const text = 'since <!date^0^{time}|then> &lt;!channel&gt;';
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text } }];
    expect((await respond({ text, blocks })).ok).toBe(true);
    const [said] = await workspace.messages('ops');
    const shown = 'since 00:00 <\u200b!channel>';
    expect(said).toMatchObject({ text: shown, blocks: [{ text: { text: shown } }] });
    expect(proxy.calls.at(-1)).toMatchObject({
      method: 'response_url',
      args: { text, blocks },
      outcome: 'ok',
      accepted: true,
    });
  });

  test('refuses what Slack refuses', async () => {
    const text = { type: 'plain_text', text: 'x'.repeat(3_001) };
    const before = await workspace.messages('ops');
    expect((await respond({ blocks: [{ type: 'section', text }] })).status).toBe(400);
    expect((await respond({})).status).toBe(400);
    expect(proxy.calls.slice(-2).map(({ outcome }) => outcome)).toEqual([
      'invalid_blocks',
      'no_text',
    ]);
    expect(await workspace.messages('ops')).toEqual(before);
  });

  test('fails where the local Slack is gone, and nothing else does', async () => {
    await workspace.stop();
    expect((await respond({ text: 'hello' })).status).toBe(500);
    expect(proxy.calls.at(-1)?.outcome).toBe('internal_error');
  });
});
