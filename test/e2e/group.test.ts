import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { startBot } from '../support/bot.ts';
import { untilQuiet } from '../support/quiet.ts';
import {
  callsAbout,
  eventsAbout,
  pagesAbout,
  postsAbout,
  textOf,
  threadOf,
} from '../support/seen.ts';
import { untilPaged, untilShown } from '../support/told.ts';
import { uniqueName } from '../support/unique.ts';
import { until } from '../support/wait.ts';
import {
  configFor,
  PAGE_BY_API,
  postSns,
  signedAlarm,
  startWorld,
  type World,
} from '../support/world.ts';

const NOTHING = { text: '' };

let world: World;
let bot: App;
let api: string;

beforeAll(async () => {
  world = await startWorld(['incidents']);
});
afterAll(() => world.stop());

beforeEach(async () => {
  await world.redis.client.flushall();
  bot = await startBot({ config: configFor(world, PAGE_BY_API), sns: world.sns });
  api = uniqueName('orders-api');
});
afterEach(async () => {
  world.slack.faults.clear();
  world.pagerduty.faults.clear();
  await bot.stop();
});

/** Tells the bot that an alarm of the API changed its state; later calls are newer. */
let second = 0;
async function becomes(name: string, state: 'ALARM' | 'OK'): Promise<void> {
  second += 1;
  const at = new Date(Date.now() - 60_000 + second * 100);
  const status = await postSns(bot.url, signedAlarm(world.sns, { name, api, state, at }));
  expect(status).toBe(200);
}

async function onlyMessage() {
  const messages = await postsAbout(world, api);
  expect(messages).toHaveLength(1);
  const [message] = messages;
  if (message === undefined) throw new Error('there is no message');
  return message;
}

const untilMessageSays = (words: string) => untilShown(world, api, words);

describe('a group', () => {
  test('that gets worse, better and well again is one message, edited, with a thread and one page', async () => {
    await becomes('errors', 'ALARM');
    await untilPaged(world, api);
    await untilQuiet(world.redis);
    const { ts } = await onlyMessage();

    await becomes('latency', 'ALARM');
    await untilMessageSays('2 alerts firing');
    await untilQuiet(world.redis);
    expect(await threadOf(world, { ts })).toEqual([
      expect.stringContaining('📟 Paged page'),
      expect.stringContaining('🔺 1 more firing'),
    ]);
    expect(eventsAbout(world, api)).toEqual(['trigger', 'trigger']);

    await becomes('errors', 'OK');
    await untilMessageSays('1 alert firing, 1 resolved');
    await untilQuiet(world.redis);
    expect(await threadOf(world, { ts })).toHaveLength(3);
    expect((await threadOf(world, { ts }))[2]).toContain('🟢 1 resolved: errors');
    expect(pagesAbout(world, api)[0]?.status).toBe('triggered');

    await becomes('latency', 'OK');
    await untilMessageSays('🟢');
    await untilQuiet(world.redis);
    const thread = await threadOf(world, { ts });
    expect(thread).toHaveLength(4);
    expect(thread[3]).toContain('🟢 Resolved after');
    const message = await onlyMessage();
    expect(message.ts).toBe(ts);
    expect(textOf(message)).not.toContain('🔴');
    expect(pagesAbout(world, api)).toHaveLength(1);
    expect(pagesAbout(world, api)[0]?.status).toBe('resolved');
    expect(eventsAbout(world, api)).toEqual(['trigger', 'trigger', 'resolve']);
    expect(
      callsAbout(world, 'chat.postMessage', api).filter((call) => call.ts === ts),
    ).toHaveLength(1);
  });

  test('of many alarms at once is told in a handful of calls', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `alarm-${index}`);
    await Promise.all(names.map((name) => becomes(name, 'ALARM')));
    await untilMessageSays('50 alerts firing');
    await untilQuiet(world.redis);
    await onlyMessage();
    expect(pagesAbout(world, api)).toHaveLength(1);
    // How many depends on how long they take to come in; level by level it would be one an alarm.
    expect(callsAbout(world, 'chat.update', api).length).toBeLessThan(names.length / 2);
    expect(eventsAbout(world, api).length).toBeLessThan(names.length / 2);
  });
});

describe('when Slack took a message and its answer was lost,', () => {
  async function answerIsLost(what: () => Promise<void>): Promise<void> {
    world.slack.faults.next({ kind: 'cut-after', method: 'chat.postMessage' });
    await what();
    await until('the answer was lost', () => world.slack.faults.pending() === 0);
  }

  /** What the thread says in the end, once of each. */
  async function expectThread(...lines: readonly string[]): Promise<void> {
    await untilQuiet(world.redis, 40_000);
    const thread = await threadOf(world, await onlyMessage());
    for (const words of ['📟 Paged page', ...lines]) {
      expect(thread.filter((line) => line.includes(words))).toHaveLength(1);
    }
  }

  test('what came after a first message gets its line', async () => {
    await answerIsLost(() => becomes('errors', 'ALARM'));
    await becomes('latency', 'ALARM');
    await expectThread('🔺 1 more firing: latency');
    expect(textOf(await onlyMessage())).toContain('2 alerts firing');
  }, 60_000);

  test('what came after a line gets a line of its own', async () => {
    await becomes('errors', 'ALARM');
    await untilMessageSays(api);
    await untilQuiet(world.redis);
    await answerIsLost(() => becomes('latency', 'ALARM'));
    await becomes('throttles', 'ALARM');
    await expectThread('🔺 1 more firing: latency', '🔺 1 more firing: throttles');
    expect(textOf(await onlyMessage())).toContain('3 alerts firing');
  }, 60_000);
});

describe('while the end of a group is on its way to Slack and PagerDuty,', () => {
  /** All is over, and both services take their time to say that they took it. */
  async function endSlowly(): Promise<void> {
    await becomes('errors', 'ALARM');
    await untilPaged(world, api);
    await untilQuiet(world.redis);
    // The line in the thread comes after the edit, and only with a notification.
    world.slack.faults.next({ kind: 'slow', method: 'chat.postMessage', delayMs: 2_500 });
    world.pagerduty.faults.next({ kind: 'slow', action: 'resolve', delayMs: 2_500 });
    await becomes('errors', 'OK');
    await until(
      'both are under way',
      () => world.slack.faults.pending() + world.pagerduty.faults.pending() === 0,
    );
  }

  async function expectToldAnew(): Promise<void> {
    await until('a second page', () => pagesAbout(world, api).length === 2);
    await until('a second message', async () => (await postsAbout(world, api)).length === 2);
    await untilQuiet(world.redis);
    const [first, second] = await postsAbout(world, api);
    expect(textOf(first ?? NOTHING)).toContain('🟢');
    expect(textOf(second ?? NOTHING)).toContain('🔴');
    expect(pagesAbout(world, api).map(({ status }) => status)).toEqual(['triggered', 'resolved']);
  }

  async function expectClosed(): Promise<void> {
    await untilQuiet(world.redis);
    for (const message of await postsAbout(world, api)) expect(textOf(message)).toContain('🟢');
    for (const { status } of pagesAbout(world, api)) expect(status).toBe('resolved');
  }

  test('an alarm that fires again is told anew, and closed in the end', async () => {
    await endSlowly();
    await becomes('errors', 'ALARM');
    await expectToldAnew();
    await becomes('errors', 'OK');
    await expectClosed();
  });

  test('another alarm is told anew, and closed in the end', async () => {
    await endSlowly();
    await becomes('latency', 'ALARM');
    await expectToldAnew();
    await becomes('latency', 'OK');
    await expectClosed();
  });
});
