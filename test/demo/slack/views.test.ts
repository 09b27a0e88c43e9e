import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { startSlackProxy, type SlackProxy } from '../../../demo/slack/proxy.ts';
import {
  isLocalSlackInstalled,
  startWorkspace,
  type Workspace,
} from '../../../demo/slack/workspace.ts';
import { until } from '../../support/wait.ts';

const answerSchema = z.looseObject({
  ok: z.boolean(),
  error: z.string().optional(),
  url: z.string().optional(),
  view: z.looseObject({ id: z.string(), hash: z.string() }).optional(),
});
const envelopeSchema = z.looseObject({
  envelope_id: z.string().optional(),
  payload: z.looseObject({ trigger_id: z.string().optional() }).optional(),
});

const plain = (text: string) => ({ type: 'plain_text', text });
const section = { type: 'section', text: plain('Just a moment…') };
const button = { type: 'button', action_id: 'look', text: plain('Look') };
const FORM = {
  type: 'modal',
  title: plain('Silence'),
  submit: plain('Silence'),
  blocks: [
    {
      type: 'input',
      block_id: 'why',
      label: plain('Why'),
      element: { type: 'plain_text_input', action_id: 'why', initial_value: 'deploying' },
    },
    { ...section, block_id: 'preview', accessory: button },
  ],
};

describe.skipIf(!isLocalSlackInstalled())('views, as the proxy has them', () => {
  let workspace: Workspace;
  let proxy: SlackProxy;
  let bot: WebSocket;
  let page: globalThis.WebSocket;
  let now: number;
  const heard: z.output<typeof envelopeSchema>[] = [];

  beforeAll(async () => {
    workspace = await startWorkspace({ channels: ['ops'] });
    now = Date.now();
    proxy = await startSlackProxy({ ...workspace, upstream: workspace.apiUrl, now: () => now });
    const { url = '' } = await call('apps.connections.open', {}, workspace.appToken);
    bot = new WebSocket(url);
    bot.on('message', (data: Buffer) => {
      const envelope = envelopeSchema.parse(JSON.parse(data.toString()));
      heard.push(envelope);
      if (envelope.envelope_id !== undefined) {
        bot.send(JSON.stringify({ envelope_id: envelope.envelope_id }));
      }
    });
    await until('the bot is greeted', () => heard.length > 0);
    page = new globalThis.WebSocket(`${workspace.url.replace('http', 'ws')}/ui`);
    await until('the page is there', () => page.readyState === page.OPEN);
  });
  afterAll(async () => {
    page.close();
    await proxy.stop();
    await workspace.stop();
  });
  beforeEach(() => void heard.splice(0));

  async function call(method: string, args: object, token = workspace.botToken) {
    const response = await fetch(`${proxy.apiUrl}${method}`, {
      method: 'POST',
      body: JSON.stringify(args),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    });
    return answerSchema.parse(await response.json());
  }

  const user = 'ana';

  /** Somebody types a command; what it brings opens a view. */
  async function trigger(): Promise<string> {
    heard.splice(0);
    page.send(
      JSON.stringify({
        t: 'slash_command',
        user: workspace.userIds[user],
        channel: workspace.channelId('ops'),
        command: '/x',
        text: '',
      }),
    );
    return until('the bot hears', () => heard[0]?.payload?.trigger_id);
  }

  const open = async (view: object) => call('views.open', { trigger_id: await trigger(), view });

  test('are opened within 3 s of what triggers them, and once', async () => {
    const first = await trigger();
    expect(await call('views.open', { trigger_id: first, view: FORM })).toMatchObject({ ok: true });
    expect(await call('views.open', { trigger_id: first, view: FORM })).toMatchObject({
      error: 'exchanged_trigger_id',
    });
    const late = await trigger();
    now += 3_001;
    expect(await call('views.open', { trigger_id: late, view: FORM })).toMatchObject({
      error: 'expired_trigger_id',
    });
  });

  test('keep their id, and are updated by it or by their own name, not by an old hash', async () => {
    const { view } = await open({ ...FORM, external_id: 'mine' });
    const updated = await call('views.update', { external_id: 'mine', view: FORM });
    expect(updated.view?.id).toBe(view?.id);
    expect(updated.view?.hash).not.toBe(view?.hash);
    const old = { view_id: view?.id, hash: view?.hash, view: FORM };
    expect(await call('views.update', old)).toMatchObject({ error: 'hash_conflict' });
    const other = { external_id: 'other', view: FORM };
    expect(await call('views.update', other)).toMatchObject({ error: 'not_found' });
    const again = await open({ ...FORM, external_id: 'mine' });
    expect(again).toMatchObject({ error: 'duplicate_external_id' });
  });

  test('that Slack would refuse are refused', async () => {
    expect(await open({ ...FORM, submit: undefined })).toMatchObject({
      error: 'invalid_arguments',
    });
    const home = { type: 'home', blocks: FORM.blocks.slice(0, 1) };
    const published = await call('views.publish', {
      user_id: workspace.userIds[user],
      view: { ...home, blocks: Array.from({ length: 101 }, () => section) },
    });
    expect(published).toMatchObject({ error: 'invalid_arguments' });
  });

  test('tell of themselves when something in them is pressed, with what they hold', async () => {
    const { view } = await open(FORM);
    heard.splice(0);
    page.send(
      JSON.stringify({
        t: 'block_action',
        channel: '',
        messageTs: '',
        user: workspace.userIds[user],
        action: { type: 'button', action_id: 'look', block_id: 'preview' },
      }),
    );
    const { payload } = await until('the bot hears', () => heard[0]);
    expect(payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: view?.id },
      view: { id: view?.id, state: { values: { why: { why: { value: 'deploying' } } } } },
    });
    expect(payload).not.toHaveProperty('channel');
    expect(payload).not.toHaveProperty('response_url');
  });

  test.each([
    [{}, 'deploying'],
    [{ why: { why: { type: 'plain_text_input', value: 'a migration' } } }, 'a migration'],
    [{ why: { why: { type: 'plain_text_input', value: '' } } }, null],
  ])('are submitted with what stands in them: %j', async (values, value) => {
    const { view } = await open(FORM);
    await call('views.update', { view_id: view?.id, view: FORM });
    heard.splice(0);
    page.send(JSON.stringify({ t: 'view_submit', user: workspace.userIds[user], values }));
    const { payload } = await until('the bot hears', () => heard[0]);
    expect(payload).toMatchObject({
      type: 'view_submission',
      view: { id: view?.id, state: { values: { why: { why: { value } } } } },
    });
  });
});
