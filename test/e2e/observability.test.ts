import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { startBot } from '../support/bot.ts';
import { collectLogLines } from '../support/log-lines.ts';
import { untilQuiet } from '../support/quiet.ts';
import { callsAbout, pagesAbout } from '../support/seen.ts';
import { untilPaged } from '../support/told.ts';
import { uniqueName } from '../support/unique.ts';
import { until } from '../support/wait.ts';
import {
  configFor,
  postAlerts,
  postSns,
  ROUTING_KEY,
  signedAlarm,
  startWorld,
  TOKEN,
  WARNINGS,
  type World,
} from '../support/world.ts';

let world: World;
let bot: App;
const log = collectLogLines();

beforeAll(async () => {
  world = await startWorld(['incidents', 'ops-feed']);
  bot = await startBot({ config: configFor(world), sns: world.sns, onLog: log.onLog });
});
afterAll(async () => {
  await bot.stop();
  await world.stop();
});

async function metric(name: string, labels: Readonly<Record<string, string>>): Promise<number> {
  const text = await (await fetch(`${bot.url}/metrics`)).text();
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && wanted.every((pair) => line.includes(pair)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

describe('one alarm', () => {
  test('carries one trace_id from the message through every log line to both services', async () => {
    const name = uniqueName('traced');
    const messageId = randomUUID();
    await postSns(bot.url, signedAlarm(world.sns, { name, messageId }));
    await untilPaged(world, name);
    await untilQuiet(world.redis);

    const received = log.of('intake').find(({ context }) => context['messageId'] === messageId);
    const trace = received?.trace_id;
    expect(trace).toMatch(/^[0-9a-f]{32}$/u);
    const of = (logger: string) => log.of(logger).filter((line) => line.trace_id === trace);
    // The log says so a moment after the store has it.
    await until('the last word of it is logged', () => of('rules').length >= 5);
    expect(of('intake').map(({ message }) => message)).toEqual(['received']);
    // One for the signal, then for each integration: to be notified, and told.
    expect(of('rules').map(({ message }) => message)).toEqual([
      'joined',
      'notify',
      'notify',
      'recorded',
      'recorded',
    ]);
    expect(of('delivery').map(({ message }) => message)).toEqual(['delivered', 'delivered']);
    const targets = of('delivery').map(({ context }) => String(context['integration']));
    expect(new Set(targets.map((target) => target.split('/')[0]))).toEqual(
      new Set(['pagerduty', 'slack']),
    );

    const [post] = callsAbout(world, 'chat.postMessage', name);
    expect(post?.args).toMatchObject({
      metadata: { event_type: 'tocsin_delivery', event_payload: { trace_id: trace } },
    });
    expect(pagesAbout(world, name)[0]?.details).toMatchObject({ trace_id: trace });
  });

  test('is counted on its way, and its time is taken', async () => {
    const name = uniqueName('counted');
    const counts = async () => ({
      requests: await metric('tocsin_intake_requests_total', {
        endpoint: '/v1/sns',
        status: '200',
      }),
      signals: await metric('tocsin_signals_total', { source: 'cloudwatch', status: 'firing' }),
      decisions: await metric('tocsin_decisions_total', { reason: 'first notification' }),
      slack: await metric('tocsin_deliveries_total', {
        integration: 'slack',
        outcome: 'delivered',
      }),
      retries: await metric('tocsin_deliveries_total', {
        integration: 'pagerduty',
        outcome: 'retry',
      }),
      pages: await metric('tocsin_deliveries_total', {
        integration: 'pagerduty',
        outcome: 'delivered',
      }),
      times: await metric('tocsin_signal_to_notification_seconds_count', { integration: 'slack' }),
      quick: await metric('tocsin_signal_to_notification_seconds_bucket', {
        integration: 'slack',
        le: '60',
      }),
      refused: await metric('tocsin_intake_requests_total', { status: '403' }),
    });
    const before = await counts();
    world.pagerduty.faults.next({ kind: 'error', action: 'trigger' });
    await postSns(bot.url, signedAlarm(world.sns, { name }));
    await postSns(bot.url, signedAlarm(world.sns, { name, topicArn: `${WARNINGS}-of-others` }));
    await untilPaged(world, name);
    await untilQuiet(world.redis);
    expect(await counts()).toEqual({
      requests: before.requests + 1,
      signals: before.signals + 1,
      decisions: before.decisions + 2,
      // Its message, then the line in its thread that somebody was paged.
      slack: before.slack + 2,
      retries: before.retries + 1,
      pages: before.pages + 1,
      times: before.times + 1,
      quick: before.quick + 1,
      refused: before.refused + 1,
    });
  });
});

describe('the log', () => {
  test('holds no secret, whatever goes wrong', async () => {
    const name = uniqueName('secret');
    for (const kind of ['error', 'garbage', 'cut-before', 'rate-limited'] as const) {
      world.slack.faults.next({ kind, method: 'chat.postMessage', retryAfter: 1 });
    }
    for (const kind of ['error', 'garbage', 'cut-before'] as const) {
      world.pagerduty.faults.next({ kind, action: 'trigger' });
    }
    await postSns(bot.url, signedAlarm(world.sns, { name }));
    await postAlerts(bot.url, [{ labels: { alertname: name } }]);
    await until('both are told', () => pagesAbout(world, name).length === 1, 60_000);
    await untilQuiet(world.redis, 60_000);

    const lines = log.raw().join('');
    expect(log.of('delivery').some(({ level }) => level === 'WARNING')).toBe(true);
    const { botToken, appToken } = world.workspace;
    for (const secret of [botToken, appToken, ROUTING_KEY, TOKEN]) {
      expect(lines).not.toContain(secret);
      expect(lines).not.toContain(Buffer.from(secret).toString('base64'));
    }
  }, 90_000);

  test('is JSON, a line an entry, with time, level, logger and message', () => {
    expect(log.raw().length).toBeGreaterThan(10);
    for (const line of log.raw()) {
      expect(line).toMatch(/^\{.*\}\n$/u);
      expect(JSON.parse(line)).toMatchObject({
        timestamp: expect.stringMatching(/Z$/u),
        level: expect.stringMatching(/^(DEBUG|INFO|WARNING|ERROR|CRITICAL)$/u),
        logger: expect.any(String),
        message: expect.any(String),
      });
    }
  });
});

describe('health', () => {
  test('says that it lives and that it is ready', async () => {
    const [live, ready] = await Promise.all(
      ['live', 'ready'].map((name) => fetch(`${bot.url}/health/${name}`)),
    );
    expect([live?.status, ready?.status]).toEqual([200, 200]);
    expect(await ready?.json()).toMatchObject({ status: 'ready', dependencies: { redis: 'ok' } });
  });
});
