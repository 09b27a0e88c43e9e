import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { App } from '../../src/app.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { createRedisWatchStates } from '../../src/store/redis/watch-states.ts';
import { startBot } from '../support/bot.ts';
import {
  DENIED,
  REGION,
  startCloudWatch,
  type CloudWatch,
} from '../../demo/cloudwatch/cloudwatch.ts';
import { collectLogLines } from '../support/log-lines.ts';
import { untilQuiet } from '../support/quiet.ts';
import { pagesAbout, postsAbout, textOf, threadOf } from '../support/seen.ts';
import { untilPaged, untilShown } from '../support/told.ts';
import { uniqueName } from '../support/unique.ts';
import { until } from '../support/wait.ts';
import {
  configFor,
  postSns,
  signedAlarm,
  startWorld,
  TOPIC,
  WARNINGS,
  type World,
} from '../support/world.ts';

const OFTEN = `{ every: 100ms, sources: [ { region: ${REGION} } ] }`;

let world: World;
let cloudwatch: CloudWatch;
const bots: App[] = [];
const log = collectLogLines();

beforeAll(async () => {
  world = await startWorld(['incidents', 'ops-feed']);
  cloudwatch = await startCloudWatch();
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDWATCH', cloudwatch.url);
  vi.stubEnv('AWS_ENDPOINT_URL_STS', cloudwatch.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloudwatch.stop();
  await world.stop();
});

beforeEach(async () => {
  await world.redis.client.flushall();
  cloudwatch.clear();
  log.clear();
});
afterEach(async () => {
  for (const bot of bots.splice(0)) await bot.stop();
});

async function start(reconcile: string, more = ''): Promise<App> {
  const config = `${configFor(world, '', reconcile)}${more}`;
  const bot = await startBot({ config, sns: world.sns, onLog: log.onLog });
  bots.push(bot);
  return bot;
}

/** An alarm that CloudWatch has, and the bot was told of. */
async function told(bot: App, topicArn = TOPIC, tags = {}): Promise<string> {
  const name = uniqueName('orders-api-5xx');
  const at = new Date(Date.now() - 60_000);
  cloudwatch.put({ name, state: 'ALARM', changedAt: at.getTime(), tags, actions: [topicArn] });
  expect(await postSns(bot.url, signedAlarm(world.sns, { name, at, topicArn }))).toBe(200);
  return name;
}

/** What the log says of the signals that were taken in because CloudWatch said so. */
function takenIn(status: 'resolved' | 'nodata') {
  return log.of('reconcile').filter(({ context }) => context['status'] === status);
}

test('an OK that was lost: the message turns green and the page is resolved', async () => {
  const bot = await start(OFTEN);
  const name = await told(bot);
  await untilShown(world, name, '🔴');
  await untilPaged(world, name);
  cloudwatch.put({ name, state: 'OK', changedAt: Date.now() });
  await untilShown(world, name, '🟢');
  await until('the page is resolved', () => pagesAbout(world, name)[0]?.status === 'resolved');
  expect(takenIn('resolved')).toMatchObject([{ message: 'healed', context: { alertname: name } }]);
});

test('an alarm that lacks data is logged as that, and what fires goes on firing', async () => {
  const bot = await start(OFTEN);
  const name = await told(bot);
  await untilShown(world, name, '🔴');
  cloudwatch.put({ name, state: 'INSUFFICIENT_DATA', changedAt: Date.now() });
  await until('it is logged', () => takenIn('nodata').length > 0);
  expect(takenIn('nodata')).toMatchObject([
    { message: 'lacks data', context: { alertname: name } },
  ]);
  await untilQuiet(world.redis);
  await untilShown(world, name, '🔴');
});

test('an ALARM that came while no bot ran is told by the one that starts, once by two', async () => {
  const name = uniqueName('orders-api-5xx');
  cloudwatch.put({ name, state: 'ALARM', changedAt: Date.now() - 60_000, actions: [TOPIC] });
  const foreign = uniqueName('foreign');
  cloudwatch.put({ name: foreign, state: 'ALARM', changedAt: Date.now() - 60_000 });
  await Promise.all([start(OFTEN), start(OFTEN)]);
  await untilShown(world, name, '🔴');
  await untilQuiet(world.redis);
  expect(await postsAbout(world, name)).toHaveLength(1);
  expect(pagesAbout(world, name)).toHaveLength(1);
  expect(await postsAbout(world, foreign, 'ops-feed')).toEqual([]);
});

test('an alarm that was deleted is closed, and its thread says why', async () => {
  const bot = await start(OFTEN);
  const name = await told(bot);
  cloudwatch.put({ name: 'other', state: 'OK' });
  await untilShown(world, name, '🔴');
  cloudwatch.remove(name);
  await untilShown(world, name, '🟢');
  await untilQuiet(world.redis);
  const [message] = await postsAbout(world, name);
  const thread = message === undefined ? [] : await threadOf(world, message);
  expect(thread.at(-1)).toMatch(/🟢 Resolved after .*: The alarm was deleted/u);
});

test('an account that refuses does not keep another from being healed, by a role', async () => {
  const account = '444455556666';
  const region = 'eu-west-1';
  cloudwatch.failWith = (call) => (call.region === REGION ? DENIED : undefined);
  const name = uniqueName('elsewhere');
  const changedAt = Date.now() - 60_000;
  cloudwatch.put({ name, state: 'ALARM', changedAt, account, region, actions: [] });
  const role = `arn:aws:iam::${account}:role/tocsin`;
  await start(`
  every: 100ms
  sources:
    - { region: ${REGION} }
    - { region: ${region}, role_arn: "${role}", external_id: x, include: ['alertname=~"elsewhere.*"'] }
`);
  await until('it is told', async () => (await postsAbout(world, name, 'ops-feed')).length === 1);
  const warned = await until('it is said', () =>
    log.of('reconcile').find(({ message }) => message === 'alarms can not be read'),
  );
  expect(warned.context).toMatchObject({ region: REGION });
  await until('it is asked again and again', () => cloudwatch.calls.length > 30);
  const warnings = log.of('reconcile').filter(({ message }) => message.endsWith('can not be read'));
  expect(warnings).toHaveLength(1);
  cloudwatch.failWith = () => undefined;
  await until('it is said', () =>
    log.of('reconcile').some(({ message }) => message === 'the alarms can be read again'),
  );
});

test('an alarm whose tag says that it is critical pages, whatever its topic says', async () => {
  const bot = await start(`{ sources: [ { region: ${REGION} } ] }`);
  const name = await told(bot, WARNINGS, { severity: 'critical' });
  await untilPaged(world, name);
  await untilShown(world, name, '🔴');
});

test('a metric that is past its limit is told by a watch rule, and closed when it no longer is', async () => {
  const name = uniqueName('Queue depth');
  let depth = 11;
  cloudwatch.metrics.put({ namespace: 'Shop', metric: 'depth', value: () => depth });
  await start(
    '{ sources: [] }',
    `
metrics:
  sources: [ { name: aws, region: ${REGION} } ]
  saved: { depth: { title: Messages in the queue, namespace: Shop, metric: depth, stat: Maximum } }
watch:
  - { name: ${name}, when: depth > 10, every: 10s, period: 1s, delay: 0s, severity: critical,
      annotations: { resolution: Add workers. } }`,
  );
  await untilShown(world, name, '🔴');
  await untilShown(world, name, 'Messages in the queue 11 over 10');
  await untilShown(world, name, 'What to do: Add workers.');
  await untilPaged(world, name);
  await untilShown(world, name, '"alt_text":"Messages in the queue: ');
  depth = 3;
  const states = createRedisWatchStates(world.redis.client, keysOf('tocsin'));
  const state = (await states.all()).get(name);
  // It would be looked at again ten seconds after the last time.
  if (state !== undefined) await states.put(name, { ...state, dueAt: 0 });
  await untilShown(world, name, '🟢');
  await until('the page is resolved', () => pagesAbout(world, name)[0]?.status === 'resolved');
  expect(await postsAbout(world, name)).toHaveLength(1);
});

test('without sources the regions of the topics are read', async () => {
  await start('{ every: 100ms }');
  await until('it is asked', () => cloudwatch.calls.some(({ region }) => region === REGION));
});

test('a metric alarm’s message gets its graph, and another one when it is over', async () => {
  const bot = await start(
    '{ sources: [] }',
    `\nmetrics: { sources: [ { name: aws, region: ${REGION} } ] }`,
  );
  const [namespace, metric, dimensions] = ['AWS/ApiGateway', '5XXError', { ApiName: 'orders-api' }];
  cloudwatch.metrics.put({ namespace, metric, dimensions, value: (at) => (at / 60_000) % 20 });
  const name = uniqueName('orders-api-5xx');
  const raised = new Date(Date.now() - 90_000);
  // As if the bot died once the picture is there: another is uploaded, and nobody sees the first.
  world.slack.faults.next({ kind: 'cut-after', method: 'files.completeUploadExternal' });
  await postSns(bot.url, signedAlarm(world.sns, { name, at: raised }));
  await untilShown(world, name, 'slack_file');
  const [firing] = await postsAbout(world, name);
  const file = fileIn(firing);
  expect(firing && textOf(firing)).toMatch(
    /"alt_text":"5XXError · orders-api · average.*threshold 10.*raised/u,
  );
  expect(firing && textOf(firing)).toContain('🔴');

  await postSns(bot.url, signedAlarm(world.sns, { name, state: 'OK', at: new Date() }));
  await until('another graph is shown', async () => {
    const [one] = await postsAbout(world, name);
    return one !== undefined && ![file, undefined].includes(fileIn(one));
  });
  const [over, ...others] = await postsAbout(world, name);
  expect(others).toEqual([]);
  expect(over && textOf(over)).toContain('🟢');
  expect(over && textOf(over)).toMatch(/"alt_text":".*raised .*resolved /u);
  const reads = cloudwatch.calls.filter(({ operation }) => operation === 'GetMetricData');
  expect(reads).toHaveLength(3);
  const uploads = world.slack.calls.filter(
    ({ method }) => method === 'files.completeUploadExternal',
  );
  expect(uploads.length).toBeGreaterThanOrEqual(3);
});

/** The id of the file that a message shows. */
function fileIn(message: { readonly blocks?: unknown } | undefined): string | undefined {
  return /"slack_file":\{"id":"(\w+)"/u.exec(JSON.stringify(message?.blocks))?.[1];
}
