import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { spawnBot, type BotProcess } from '../support/bot-process.ts';
import { until } from '../support/wait.ts';
import {
  configFor,
  postSns,
  ROUTING_KEY,
  signedAlarm,
  startWorld,
  type World,
} from '../support/world.ts';

const ALARMS = 500;
const GROUPS = 40;
const CHANNELS = Array.from({ length: 10 }, (_, index) => `team-${index}`);
const KILLS = 10;

let world: World;

beforeAll(async () => {
  world = await startWorld(CHANNELS);
});
afterAll(() => world.stop());

/** Group n is told in channel n mod 10 and to PagerDuty. */
function routes(): string {
  return `
route:
  receiver: team-0
  group_by: [ApiName]
  group_wait: 200ms
  group_interval: 300ms
  repeat_interval: 4h
  routes:
${CHANNELS.map((name, index) => `    - { id: ${name}, matchers: ['ApiName=~"api-.*${index}"'], receiver: ${name} }`).join('\n')}
receivers:
${CHANNELS.map((name) => `  - { name: ${name}, slack: [ { channel: "#${name}" } ], pagerduty: [ { routing_key: "${ROUTING_KEY}" } ] }`).join('\n')}
`;
}

test(`kill -9 at ${KILLS} random moments during ${ALARMS} alarms loses nothing and doubles nothing`, async () => {
  const config = configFor(world, routes());
  let bot: BotProcess = await spawnBot(world, config);
  let sent = 0;

  async function send(index: number): Promise<void> {
    const group = index % GROUPS;
    const body = signedAlarm(world.sns, {
      name: `alarm-${index}`,
      api: `api-${group}`,
      messageId: randomUUID(),
    });
    // As SNS does: again until it is told 200.
    await until(`alarm ${index} is taken`, async () => {
      const status = await postSns(bot.url, body).catch(() => 0);
      return status === 200;
    });
    sent += 1;
  }

  const pending = Array.from({ length: ALARMS }, (_, index) => index);
  const senders = Array.from({ length: 8 }, async () => {
    for (let index = pending.shift(); index !== undefined; index = pending.shift()) {
      await send(index);
      await sleep(20);
    }
  });
  const killer = (async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(100 + Math.random() * 900);
      await bot.kill();
      bot = await spawnBot(world, config);
    }
  })();
  await Promise.all([...senders, killer]);
  expect(sent).toBe(ALARMS);

  const told = () =>
    Promise.all(
      CHANNELS.map(async (name) =>
        (await world.workspace.messages(name)).filter((one) => one.thread_ts === undefined),
      ),
    ).then((channels) => channels.flat().map((one) => JSON.stringify(one.blocks)));
  const total = (messages: readonly string[]) =>
    messages.reduce((sum, text) => sum + Number(/(\d+) alerts? firing/u.exec(text)?.[1] ?? 0), 0);

  await until('every alarm is told', async () => total(await told()) >= ALARMS, 60_000);
  await until('every group is paged', () => world.pagerduty.incidents().length >= GROUPS, 30_000);
  await until(
    'nothing is under way',
    async () => (await world.redis.client.zcard('{tocsin}:outbox')) === 0,
    30_000,
  );
  const messages = await told();
  expect(messages).toHaveLength(GROUPS);
  expect(total(messages)).toBe(ALARMS);
  expect(world.pagerduty.incidents()).toHaveLength(GROUPS);
  await bot.stop();
}, 180_000);
