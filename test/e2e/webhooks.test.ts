import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { alertmanagerMessage, groupedAlert, sentryIssue } from '../intake/support/webhooks.ts';
import { startBot } from '../support/bot.ts';
import { untilQuiet } from '../support/quiet.ts';
import { postsAbout } from '../support/seen.ts';
import { untilShown } from '../support/told.ts';
import { configFor, startWorld, type World } from '../support/world.ts';

const TOKEN = 'alertmanager-token-0123456789';
const SECRET = 'sentry-secret-0123456789';

let world: World;
let bot: App;

beforeAll(async () => {
  world = await startWorld(['incidents', 'ops-feed']);
  const webhooks = `webhooks: { alertmanager: { token: ${TOKEN} }, sentry: { secret: ${SECRET} }, tocsin:`;
  const config = configFor(world).replace('webhooks: { tocsin:', webhooks);
  bot = await startBot({ config, sns: world.sns });
});
afterAll(async () => {
  await bot.stop();
  await world.stop();
});

async function post(path: string, message: object, headers: Record<string, string>) {
  const answer = await fetch(`${bot.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(message),
  });
  return { status: answer.status, text: await answer.text() };
}

const fromAlertmanager = (message: object, token = TOKEN) =>
  post('/v1/alertmanager', message, { authorization: `Bearer ${token}` });

const fromSentry = (message: object) =>
  post('/v1/sentry', message, {
    'sentry-hook-signature': createHmac('sha256', SECRET)
      .update(JSON.stringify(message))
      .digest('hex'),
    'sentry-hook-timestamp': String(Math.floor(Date.now() / 1000)),
  });

describe('a webhook', () => {
  test('of Alertmanager becomes one message, which a repetition does not repeat, and is resolved', async () => {
    const began = new Date().toISOString();
    const firing = alertmanagerMessage({ alerts: [groupedAlert({ startsAt: began })] });
    expect(await fromAlertmanager(firing)).toEqual({ status: 200, text: '{"accepted":1}' });
    await untilShown(world, 'QueueStuck', 'Queue mail is stuck', 'incidents');
    await fromAlertmanager(firing);
    await untilQuiet(world.redis);
    expect(await postsAbout(world, 'QueueStuck', 'incidents')).toHaveLength(1);
    const over = { status: 'resolved', startsAt: began, endsAt: new Date().toISOString() };
    await fromAlertmanager(
      alertmanagerMessage({ status: 'resolved', alerts: [groupedAlert(over)] }),
    );
    await untilShown(world, 'QueueStuck', '🟢', 'incidents');
    expect(await postsAbout(world, 'QueueStuck', 'incidents')).toHaveLength(1);
  });

  test('of Sentry tells a new error, and that it is resolved', async () => {
    const now = new Date().toISOString();
    const times = { firstSeen: now, lastSeen: now };
    expect((await fromSentry(sentryIssue('created', times))).status).toBe(200);
    await untilShown(world, 'KeyError: price', 'New error in shop: KeyError: price', 'ops-feed');
    expect((await fromSentry(sentryIssue('resolved', times))).status).toBe(200);
    await untilShown(world, 'KeyError: price', '🟢', 'ops-feed');
  });

  test('with a wrong credential, or to a door that the config does not open, is told 401 and no more', async () => {
    const wrong = await fromAlertmanager(alertmanagerMessage(), 'guessed');
    const closed = await post('/v1/grafana', {}, { authorization: `Bearer ${TOKEN}` });
    const unsigned = await post('/v1/sentry', sentryIssue('created'), {
      'sentry-hook-signature': 'guessed',
    });
    for (const answer of [wrong, closed, unsigned]) {
      expect(answer).toEqual({ status: 401, text: 'unauthorized\n' });
    }
  });
});
