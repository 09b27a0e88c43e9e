import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { App } from '../../src/app.ts';
import { alarmEvent } from '../intake/support/alarms.ts';
import { startBot } from '../support/bot.ts';
import { spawnBot } from '../support/bot-process.ts';
import { postsAbout } from '../support/seen.ts';
import { SQS_ENV, startSqs, type SqsStandIn } from '../support/sqs.ts';
import { expectToldOnce } from '../support/told.ts';
import { uniqueName } from '../support/unique.ts';
import { until } from '../support/wait.ts';
import { configFor, signedAlarm, startWorld, type World } from '../support/world.ts';

const [WRAPPED, BARE] = ['tocsin', 'tocsin-bare'] as const;

let world: World;
let sqs: SqsStandIn;
let bots: App[];

beforeEach(async () => {
  for (const [name, value] of Object.entries(SQS_ENV)) vi.stubEnv(name, value);
  [world, sqs] = await Promise.all([
    startWorld(['incidents', 'ops-feed']),
    startSqs([WRAPPED, BARE]),
  ]);
  bots = [];
});
afterEach(async () => {
  for (const bot of bots) await bot.stop();
  await Promise.all([world.stop(), sqs.stop()]);
  vi.unstubAllEnvs();
});

function config(): string {
  const queues = [WRAPPED, BARE].map(
    (name) => `{ queue_url: "${sqs.queueUrl(name)}", region: us-east-1 }`,
  );
  return configFor(world).replace('intake:\n', `intake:\n  sqs: [ ${queues.join(', ')} ]\n`);
}

async function start(): Promise<App> {
  const bot = await startBot({ config: config(), sns: world.sns });
  bots.push(bot);
  return bot;
}

const untilEmpty = (queue: string) => until(`${queue} is empty`, () => sqs.depth(queue) === 0);

describe('an alarm through SQS', () => {
  test('by a topic has that topic’s severity, and the same message by HTTP is known', async () => {
    const bot = await start();
    const name = uniqueName('queued');
    const envelope = signedAlarm(world.sns, { name });
    sqs.send(WRAPPED, envelope);
    await untilEmpty(WRAPPED);
    await expectToldOnce(world, name);

    const answer = await fetch(`${bot.url}/v1/sns`, { method: 'POST', body: envelope });
    expect([answer.status, await answer.text()]).toEqual([200, 'accepted before\n']);
    const metrics = await (await fetch(`${bot.url}/metrics`)).text();
    expect(metrics).toContain(
      `tocsin_queue_messages_total{queue="${WRAPPED}",outcome="accepted"} 1`,
    );
  });

  test('delivered raw, or straight from EventBridge, is told as what it is', async () => {
    await start();
    const [raw, event] = [uniqueName('raw'), uniqueName('event')];
    const { Message }: { Message: string } = JSON.parse(signedAlarm(world.sns, { name: raw }));
    sqs.send(BARE, Message);
    sqs.send(BARE, JSON.stringify(alarmEvent({ alarmName: event })));
    for (const name of [raw, event]) {
      await until(`${name} is told`, async () => {
        return (await postsAbout(world, name, 'ops-feed')).length === 1;
      });
    }
    await untilEmpty(BARE);
  });

  test('waits in the queue while Redis is gone, and is told once afterwards', async () => {
    await start();
    const name = uniqueName('patient');
    await until('both queues are read', () => sqs.waiting() === 2);
    await world.redis.crash();
    sqs.send(WRAPPED, signedAlarm(world.sns, { name }));
    await until('it was handed out', () => sqs.waiting() === 1);
    await world.redis.startAgain();
    await untilEmpty(WRAPPED);
    await expectToldOnce(world, name);
  });

  test('is told once when the bot is killed between the commit and the delete', async () => {
    const killed = await spawnBot(world, config());
    const name = uniqueName('cut-off');
    sqs.fail('DeleteMessageBatch', 'hang');
    sqs.send(WRAPPED, signedAlarm(world.sns, { name }));
    await until('it is to be deleted', () =>
      sqs.calls.some(({ action }) => action === 'DeleteMessageBatch'),
    );
    await killed.kill();
    expect(sqs.depth(WRAPPED)).toBe(1);

    await start();
    sqs.showAll(WRAPPED);
    await untilEmpty(WRAPPED);
    await expectToldOnce(world, name);
  });

  test('is read by a bot that comes after one that was stopped in the middle of a long poll', async () => {
    const first = await startBot({ config: config(), sns: world.sns });
    await until('both queues are read', () => sqs.waiting() === 2);
    await first.stop();
    await until('nobody reads', () => sqs.waiting() === 0);
    const name = uniqueName('handed-over');
    sqs.send(WRAPPED, signedAlarm(world.sns, { name }));
    await start();
    await untilEmpty(WRAPPED);
    await expectToldOnce(world, name);
  });
});
