import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../demo/listen.ts';
import { isLocalSlackInstalled } from '../../demo/slack/workspace.ts';
import type { App } from '../../src/app.ts';
import { actionId, blockId } from '../../src/delivery/slack/actions.ts';
import { SILENCE_FORM } from '../../src/handlers/views/silence-form.ts';
import { messageOf, press, type AlertMessage } from '../support/alert-message.ts';
import { startBot } from '../support/bot.ts';
import { collectLogLines } from '../support/log-lines.ts';
import { textOf } from '../support/seen.ts';
import { slackScreen, type SlackScreen } from '../support/slack-screen.ts';
import { slackUser, type SlackUser } from '../support/slack-user.ts';
import { until } from '../support/wait.ts';
import { configFor, postAlerts, startWorld, type World } from '../support/world.ts';

const FORM = 'application/x-www-form-urlencoded';

describe.skipIf(!isLocalSlackInstalled())('Slack in HTTP mode', () => {
  let world: World;
  let bot: App;
  let ana: SlackUser;
  const log = collectLogLines();

  beforeAll(async () => {
    const port = await freePort();
    const requestUrl = `http://127.0.0.1:${port}/slack/events`;
    world = await startWorld(['incidents', 'ops-feed'], { requestUrl });
    ana = slackUser(world, 'ana');
    const { signingSecret } = world.workspace;
    const config = `${configFor(world)}\nweb: { token: a-token-of-24-characters }`
      .replace('slack: {', `slack: { mode: http, signing_secret: "${signingSecret}",`)
      .replace('127.0.0.1:0', `127.0.0.1:${port}`);
    bot = await startBot({ config, sns: world.sns, onLog: log.onLog });
  });
  afterAll(async () => {
    await bot.stop();
    await world.stop();
  });

  interface Sent {
    readonly body: string;
    readonly contentType?: string;
    /** From now, in seconds. */
    readonly later?: number;
    readonly secret?: string;
    readonly signature?: string;
  }

  async function post({ body, contentType = FORM, later = 0, ...rest }: Sent) {
    const { secret = world.workspace.signingSecret } = rest;
    const timestamp = String(Math.floor(Date.now() / 1000) + later);
    const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    const { signature = `v0=${digest}` } = rest;
    const response = await fetch(`${bot.url}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature,
      },
      body,
    });
    return { status: response.status, body: await response.text() };
  }

  function command(text: string, triggerId: string): string {
    return new URLSearchParams({
      command: '/tocsin',
      text,
      trigger_id: triggerId,
      response_url: `${world.workspace.url}/nowhere`,
      user_id: ana.id,
      user_name: 'ana',
      team_id: 'T0ACME',
      channel_id: world.workspace.channelId('ops-feed'),
    }).toString();
  }

  test('answers what people type', async () => {
    expect((await ana.asks('/tocsin status')).text).toContain('Tocsin test is running.');
    expect((await ana.asks('/silence 1h "say=it" help')).text).toContain('No matcher is there');
  });

  test('acknowledges a command with nothing that would be shown', async () => {
    expect(await post({ body: command('whoami', 'T1') })).toEqual({ status: 200, body: '' });
  });

  test('a request that comes twice is carried out once', async () => {
    const body = command('help', 'T2');
    expect([await post({ body }), await post({ body })]).toEqual([
      { status: 200, body: '' },
      { status: 200, body: '' },
    ]);
    await post({ body: command('status', 'T3') });
    const done = () => log.of('chat').filter(({ message }) => message === 'was asked for');
    await until('the one after it is done', () => done().length >= 5);
    await until('nothing waits', async () => {
      const waiting = await world.redis.client.llen('{tocsin}:queue:chat:wait');
      const active = await world.redis.client.llen('{tocsin}:queue:chat:active');
      return waiting + active === 0;
    });
    expect(done()).toHaveLength(5);
  });

  test('answers the challenge with which Slack finds out whether it is ours', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c' });
    const { status, body: said } = await post({ body, contentType: 'application/json' });
    expect([status, JSON.parse(said)]).toEqual([200, { challenge: 'c' }]);
  });

  test('acknowledges a link button, of which nobody here has to know', async () => {
    const payload = JSON.stringify({
      type: 'block_actions',
      user: { id: ana.id, username: 'ana', team_id: 'T0ACME' },
      team: { id: 'T0ACME' },
      trigger_id: 'T4',
      actions: [{ action_id: 'console', block_id: 'b', type: 'button' }],
    });
    const { status } = await post({ body: new URLSearchParams({ payload }).toString() });
    expect(status).toBe(200);
  });

  describe('at an alert message', () => {
    const typed = (value: string) => ({ type: 'plain_text_input', value });
    let message: AlertMessage;
    let screen: SlackScreen;

    beforeAll(async () => {
      const labels = { alertname: 'orders-5xx', severity: 'warning' };
      await postAlerts(bot.url, [{ labels }]);
      message = await messageOf(world, 'orders-5xx');
      screen = await slackScreen(world);
    });
    afterAll(() => screen.close());

    /** What the message says as soon as it says this, too. */
    async function shown(words: string): Promise<string> {
      return until(`it shows ${words}`, async () => {
        const all = await world.workspace.messages('ops-feed');
        const found = all.find((one) => one.ts === message.ts);
        return found !== undefined && textOf(found).includes(words) && textOf(found);
      });
    }

    test('a click is done', async () => {
      await press(world, ana, 'acknowledge', message);
      expect(await shown('acknowledged by')).toContain('Unacknowledge');
    });

    test('a form opens, says what is wrong with what is written, and is done when nothing is', async () => {
      await press(world, ana, 'silence', message);
      await until('the form is there', () => screen.modal()?.submit !== undefined);
      const written = { matchers: typed('alertname="orders-5xx"'), why: typed('deploying') };
      screen.submits(ana.id, { ...written, other: typed('soon') });
      await until('it says so', () => Object.keys(screen.errors()).join() === 'other');
      const before = (await ana.heard()).length;
      screen.submits(ana.id, { ...written, other: typed('1h') });
      const word = await until('it is done', async () => (await ana.heard())[before]);
      expect(textOf(word)).toContain('Silenced. Mutes 1 alert');
      expect(screen.modal()).toBeUndefined();
      expect(await shown('🔕')).toContain('silenced until');
    });

    const interaction = { user: { id: 'U0EVE' }, team: { id: 'T0ACME' }, trigger_id: 'T9' };
    test.each<[string, () => object]>([
      [
        'click',
        () => ({
          type: 'block_actions',
          channel: { id: message.channel },
          message: { ts: message.ts },
          actions: [
            { type: 'button', action_id: actionId('unacknowledge'), block_id: blockId(message) },
          ],
        }),
      ],
      [
        'form',
        () => ({
          type: 'view_submission',
          view: { id: 'V1', callback_id: SILENCE_FORM, state: { values: {} } },
        }),
      ],
    ])('a %s that Slack did not sign is refused, and asks for nothing', async (_, rest) => {
      const asked = () => log.of('chat').filter(({ message }) => message === 'was asked for');
      const before = asked().length;
      const payload = JSON.stringify({ ...interaction, ...rest() });
      const body = new URLSearchParams({ payload }).toString();
      expect((await post({ body, secret: 'another' })).status).toBe(401);
      expect((await post({ body, later: -360 })).status).toBe(401);
      expect(asked()).toHaveLength(before);
    });
  });

  test.each<[string, number, Partial<Sent>]>([
    ['another secret', 401, { secret: 'another' }],
    ['no signature', 401, { signature: '' }],
    ['a signature that is none', 401, { signature: 'v0=00' }],
    ['six minutes ago', 401, { later: -360 }],
    ['six minutes ahead', 401, { later: 360 }],
    ['a body that can not be read', 400, { body: '{', contentType: 'application/json' }],
    ['a payload that can not be read', 400, { body: 'payload=x' }],
    ['a command that there is not', 404, { body: 'command=%2Fnone&trigger_id=T5' }],
  ])('refuses %s with %i, and does nothing', async (_, status, sent) => {
    const before = log.of('chat').filter(({ message }) => message === 'was asked for').length;
    expect((await post({ body: command('whoami', 'T6'), ...sent })).status).toBe(status);
    const after = log.of('chat').filter(({ message }) => message === 'was asked for').length;
    expect(after).toBe(before);
  });

  test('takes nothing larger than Slack sends, and only posts', async () => {
    expect((await post({ body: 'x'.repeat(1024 * 1024 + 1) })).status).toBe(413);
    expect((await fetch(`${bot.url}/slack/events`)).status).toBe(405);
  });

  test('takes no more of one person at once than people ask for', async () => {
    const each = Array.from({ length: 60 }, (_, index) =>
      post({ body: command('status', `T7.${index}`).replace(ana.id, 'U0FLOOD') }),
    );
    const bodies = (await Promise.all(each)).map(({ body }) => body);
    expect(bodies.filter((body) => body.includes('more at once')).length).toBeGreaterThan(10);
    expect(await post({ body: command('status', 'T8') })).toEqual({ status: 200, body: '' });
  });

  test('beside Slack’s door there are the pages', async () => {
    const form = new URLSearchParams({ token: 'a-token-of-24-characters' });
    const signIn = { method: 'POST', body: form, redirect: 'manual' } as const;
    const { headers } = await fetch(`${bot.url}/sign-in`, signIn);
    const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await fetch(`${bot.url}/queues`, { headers: { cookie } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Tocsin')]);
  });

  test('the log never holds the secret', () => {
    expect(log.raw().join('')).not.toContain(world.workspace.signingSecret);
  });
});
