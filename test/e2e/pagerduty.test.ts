import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { openRunningBot, type RunningBot } from '../../src/app/running-bot.ts';
import { loadConfig } from '../../src/config/load.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { startBot } from '../support/bot.ts';
import { spawnBot } from '../support/bot-process.ts';
import { untilQuiet } from '../support/quiet.ts';
import { eventsAbout, pagesAbout, textOf } from '../support/seen.ts';
import { untilPaged, untilShown } from '../support/told.ts';
import { uniqueName } from '../support/unique.ts';
import { until } from '../support/wait.ts';
import {
  configFor,
  PAGE_BY_API,
  postSns,
  signedAlarm,
  startWorld,
  TOPIC,
  type World,
} from '../support/world.ts';

const SECRET = 'pagerduty-webhook-secret';
const TRACE = '0af7651916cd43dd8448eb211c80319c';

let world: World;
let bot: App;
let asked: RunningBot;
let api: string;

beforeAll(async () => {
  world = await startWorld(['incidents']);
});
afterAll(() => world.stop());

beforeEach(async () => {
  await world.redis.client.flushall();
  bot = await startBot({ config: config(), sns: world.sns });
  asked = await openRunningBot(parsed());
  world.pagerduty.subscribe({ url: `${bot.url}/v1/pagerduty`, secrets: ['former', SECRET] });
  api = uniqueName('orders-api');
});
afterEach(async () => {
  world.pagerduty.faults.clear();
  asked.close();
  await bot.stop();
});

/** With the REST API, and webhooks back. */
function config(): string {
  const { apiUrl } = world.pagerduty;
  const rest = `api_url: "${apiUrl}", api_token: rest-token, from: bot@example.com, `;
  return configFor(world, PAGE_BY_API)
    .replace('pagerduty: { ', `pagerduty: { ${rest}`)
    .replace('webhooks: { ', `webhooks: { pagerduty: { secret: [${SECRET}] }, `);
}

function parsed() {
  const loaded = loadConfig({ text: config(), env: {} });
  if (loaded.config === undefined) throw new Error('the config is wrong');
  return loaded.config;
}

async function fires(): Promise<void> {
  expect(await postSns(bot.url, signedAlarm(world.sns, { api }))).toBe(200);
  await untilPaged(world, api);
  await untilQuiet(world.redis);
}

async function group(): Promise<string> {
  for await (const { group: one } of asked.groups()) return one.key;
  throw new Error('there is no group');
}

const incident = () => pagesAbout(world, api)[0];
const shows = (words: string) => untilShown(world, api, words);

async function untilThere(status: string): Promise<void> {
  await until(`the incident is ${status}`, () => incident()?.status === status);
}

/** When everything that was on its way has arrived, on both sides. */
async function atRest(): Promise<void> {
  let before = -1;
  await until('nothing is said any more', async () => {
    await untilQuiet(world.redis);
    const said = world.pagerduty.calls.length + world.pagerduty.webhooks.length;
    const isQuiet = said === before;
    before = said;
    return isQuiet;
  });
}

describe('the bot and PagerDuty', () => {
  test('are in step when somebody acts here, and the echo of it does nothing', async () => {
    await fires();
    const key = await group();
    await asked.ask({ type: 'acknowledge', traceId: TRACE, group: key, by: 'Ana Ruiz' });
    await untilThere('acknowledged');
    await asked.ask({ type: 'unacknowledge', traceId: TRACE, group: key, by: 'Ana Ruiz' });
    await untilThere('triggered');
    await asked.ask({ type: 'acknowledge', traceId: TRACE, group: key, by: 'Ben' });
    await untilThere('acknowledged');
    await atRest();
    expect(eventsAbout(world, api)).toEqual(['trigger', 'acknowledge', 'acknowledge']);
    const notes = incident()?.timeline.filter(({ action }) => action === 'note');
    expect(notes?.map(({ summary, by }) => [summary, by])).toEqual([
      ['Acknowledged by Ana Ruiz (Tocsin)', 'bot@example.com'],
      ['Given back by Ana Ruiz (Tocsin)', 'bot@example.com'],
      ['Acknowledged by Ben (Tocsin)', 'bot@example.com'],
    ]);
    expect((await asked.group(key))?.group.acknowledged?.by).toBe('Ben');
    await asked.ask({ type: 'escalate', traceId: TRACE, group: key, by: 'Ana Ruiz' });
    await until('it goes to the next', () => incident()?.assignees.join() === 'Kim Lee');
    await atRest();
    expect(incident()?.status).toBe('triggered');
    const lately = (await asked.group(key))?.group.lately?.slice(-2);
    expect(lately).toMatchObject([{ by: 'Ana Ruiz' }, { what: 'escalated', to: ['Kim Lee'] }]);
  });

  test('are in step when somebody acts there, and are told nothing twice', async () => {
    await fires();
    const number = incident()?.number ?? 0;
    world.pagerduty.act(number, 'acknowledge', 'Ana Ruiz');
    await shows('Ana Ruiz');
    world.pagerduty.act(number, 'note', 'Ana Ruiz', 'The pool is full');
    await until('the thread has the note', async () =>
      (await world.workspace.messages('incidents')).some((one) =>
        textOf(one).includes('📝 Ana Ruiz: The pool is full'),
      ),
    );
    world.pagerduty.act(number, 'escalate', 'Ana Ruiz', 'Kim Lee');
    await shows('escalated in PagerDuty to Kim Lee');
    expect((await asked.group(await group()))?.group.acknowledged).toBeUndefined();
    world.pagerduty.act(number, 'resolve', 'Ana Ruiz');
    await shows('🟢');
    await atRest();
    expect(eventsAbout(world, api)).toEqual(['trigger']);
    expect(world.pagerduty.webhooks.every(({ status }) => status === 200)).toBe(true);
  });

  test('are in step after the bot was killed between taking a webhook and doing what it says', async () => {
    await bot.stop();
    const killed = await spawnBot(world, config());
    world.pagerduty.subscribe({ url: `${killed.url}/v1/pagerduty`, secrets: [SECRET] });
    expect(await postSns(killed.url, signedAlarm(world.sns, { api }))).toBe(200);
    await untilPaged(world, api);
    await untilQuiet(world.redis);
    const before = world.pagerduty.webhooks.length;
    world.pagerduty.act(incident()?.number ?? 0, 'acknowledge', 'Ana Ruiz');
    await until('the webhook is taken', () => world.pagerduty.webhooks.length > before);
    await killed.kill();
    bot = await startBot({ config: config(), sns: world.sns });
    await shows('Ana Ruiz');
  });

  test('are in step after calls that PagerDuty took and of which nobody heard', async () => {
    await fires();
    for (const kind of ['cut-after', 'error', 'garbage'] as const) {
      world.pagerduty.faults.next({ kind, action: 'acknowledge' });
    }
    const key = await group();
    await asked.ask({ type: 'acknowledge', traceId: TRACE, group: key, by: 'Ana Ruiz' });
    await untilThere('acknowledged');
    world.pagerduty.faults.clear();
    const after = await asked.group(key);
    expect(after?.group.acknowledged?.by).toBe('Ana Ruiz');
  });
});

describe('deployments', () => {
  const succeeded = (name: string) => ({
    version: '0',
    id: crypto.randomUUID(),
    'detail-type': 'CodeDeploy Deployment State-change Notification',
    source: 'aws.codedeploy',
    account: '111122223333',
    time: new Date().toISOString(),
    region: 'us-east-1',
    resources: [],
    detail: { application: name, deploymentGroup: 'prod', state: 'SUCCESS' },
  });

  test('are told to the services that want to know, once, open nothing, and stand beside what fires next', async () => {
    await bot.stop();
    const wanting = config().replace('routing_key:', 'changes: true, routing_key:');
    bot = await startBot({ config: wanting, sns: world.sns });
    world.pagerduty.faults.next({ kind: 'error', action: 'change' });
    const message = JSON.stringify(succeeded(api));
    const body = world.sns.notification({ topicArn: TOPIC, message });
    expect([await postSns(bot.url, body), await postSns(bot.url, body)]).toEqual([200, 200]);
    const changes = () =>
      world.pagerduty.changes.filter((one) => JSON.stringify(one).includes(api));
    await until('PagerDuty was told', () => changes().length > 0);
    await untilQuiet(world.redis);
    expect(changes().map(({ event }) => event.payload.summary)).toEqual([
      `Deployment ${api}/prod succeeded`,
    ]);
    expect(pagesAbout(world, api)).toEqual([]);
    const counted = await (await fetch(`${bot.url}/metrics`)).text();
    expect(counted).toContain('tocsin_deployments_total{outcome="succeeded"} 1\n');
    // What fires next shows it.
    expect(await postSns(bot.url, signedAlarm(world.sns, { api }))).toBe(200);
    await shows(`🚀 ${api} deployed`);
    await shows('before (succeeded)');
    // One that a bot committed, and died before it was in the queue.
    await bot.stop();
    const left = { id: 'left', summary: `${api} was left`, outcome: 'failed', at: 1, links: [] };
    const routed = { ...left, labels: { alertname: api, severity: 'critical' } };
    const { waiting: deployments } = keysOf('tocsin').deployments;
    await world.redis.client.xadd(deployments, '*', 'deployment', JSON.stringify(routed));
    bot = await startBot({ config: wanting, sns: world.sns });
    await until('PagerDuty was told of it, too', () => changes().length === 2);
    await until('nothing waits', async () => (await world.redis.client.xlen(deployments)) === 0);
  });
});
