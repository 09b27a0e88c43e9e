import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { startBot } from '../support/bot.ts';
import { until } from '../support/wait.ts';
import { configFor, postSns, signedAlarm, startWorld, type World } from '../support/world.ts';

let world: World;
let bot: App;
const log: string[] = [];

beforeAll(async () => {
  world = await startWorld(['incidents', 'ops-feed']);
});
afterAll(() => world.stop());

beforeEach(async () => {
  await world.redis.client.flushall();
  bot = await startBot({
    config: configFor(world),
    sns: world.sns,
    onLog: (line) => log.push(line),
  });
});
afterEach(() => bot.stop());

let unique = 0;
function alarmName(): string {
  unique += 1;
  return `orders-api-5xx-${unique}`;
}

/** The messages about an alarm in a channel, threads left out. */
async function messagesAbout(name: string, channel = 'incidents') {
  const all = await world.workspace.messages(channel);
  return all.filter((one) => one.thread_ts === undefined && JSON.stringify(one).includes(name));
}

function incidentsAbout(name: string) {
  return world.pagerduty.incidents().filter((one) => JSON.stringify(one).includes(name));
}

describe('a signed alarm', () => {
  test('becomes one Slack message and one page', async () => {
    const name = alarmName();
    expect(await postSns(bot.url, signedAlarm(world.sns, { name }))).toBe(200);

    const [message] = await until('the message', async () => {
      const found = await messagesAbout(name);
      return found.length > 0 && found;
    });
    expect(JSON.stringify(message)).toContain('🔴');
    await until('the page', () => incidentsAbout(name).length > 0);
    expect(await messagesAbout(name)).toHaveLength(1);
    expect(incidentsAbout(name)).toHaveLength(1);
  });

  test('is resolved in both by OK, and ALARM after that posts anew', async () => {
    const name = alarmName();
    const at = (second: number) => new Date(Date.now() - 60_000 + second * 1000);
    await postSns(bot.url, signedAlarm(world.sns, { name, at: at(0) }));
    await until('the page', () => incidentsAbout(name).length === 1);

    await postSns(bot.url, signedAlarm(world.sns, { name, state: 'OK', at: at(10) }));
    await until('the message turns green', async () =>
      JSON.stringify(await messagesAbout(name)).includes('🟢'),
    );
    await until('the page is resolved', () => incidentsAbout(name)[0]?.status === 'resolved');

    await postSns(bot.url, signedAlarm(world.sns, { name, at: at(20) }));
    await until('a second message', async () => (await messagesAbout(name)).length === 2);
    await until('a second page', () => incidentsAbout(name).length === 2);
  });
});
