import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WorkspaceMessage } from '../../demo/slack/workspace.ts';
import { startBot } from '../support/bot.ts';
import { spawnBot } from '../support/bot-process.ts';
import { untilQuiet } from '../support/quiet.ts';
import { pagesAbout, postsAbout, textOf, threadOf } from '../support/seen.ts';
import {
  effectsTaken,
  firingIn,
  teamChannels,
  teamMessages,
  teamRoutes,
} from '../support/teams.ts';
import { until } from '../support/wait.ts';
import { configFor, postSns, signedAlarm, startWorld, type World } from '../support/world.ts';

const ALARMS = 200;
const GROUPS = 20;
const CHANNELS = teamChannels(5);

let world: World;

beforeEach(async () => {
  world = await startWorld(CHANNELS);
});
afterEach(() => world.stop());

function alarm(index: number, state: 'ALARM' | 'OK' = 'ALARM'): string {
  const at = new Date(Date.now() - (state === 'ALARM' ? 60_000 : 1_000));
  return signedAlarm(world.sns, {
    name: `alarm-${index}`,
    api: `api-${index % GROUPS}`,
    state,
    at,
  });
}

/** Everything to one channel, a group an API; another is known, and nothing goes there. */
function routeTo(channel: string, other = 'team-2'): string {
  return `
route: { receiver: ops, group_by: [ApiName], group_wait: 200ms, group_interval: 300ms }
receivers:
  - { name: ops, slack: [ { channel: "#${channel}" } ] }
  - { name: other, slack: [ { channel: "#${other}" } ] }
`;
}

/** As SNS does: again, here to the next of the addresses, until one says 200. */
async function send(urls: readonly string[], index: number, body: string): Promise<void> {
  let turn = index;
  await until(`message ${index} is taken`, async () => {
    const url = urls[turn % urls.length] ?? '';
    turn += 1;
    return (await postSns(url, body).catch(() => 0)) === 200;
  });
}

/** With something to do when half of them are on their way, and before the others are. */
async function sendAll(
  urls: readonly string[],
  state: 'ALARM' | 'OK',
  halfWay = async () => {},
): Promise<void> {
  const pending = Array.from({ length: ALARMS }, (_, index) => index);
  const senders = Array.from({ length: 4 }, async () => {
    for (let index = pending.shift(); index !== undefined; index = pending.shift()) {
      if (index === ALARMS / 2) await halfWay();
      await send(urls, index, alarm(index, state));
    }
  });
  await Promise.all(senders);
}

/** One message and one page a group, every alarm in them, and no effect that Slack took twice. */
async function expectToldOnce(): Promise<void> {
  await untilQuiet(world.redis, 40_000);
  const messages = await teamMessages(world, CHANNELS);
  expect(messages).toHaveLength(GROUPS);
  expect(firingIn(messages)).toBe(ALARMS);
  expect(world.pagerduty.incidents()).toHaveLength(GROUPS);
  expect(effectsTaken(world)).toEqual([...new Set(effectsTaken(world))]);
}

async function expectClosedOnce(): Promise<void> {
  await untilQuiet(world.redis, 40_000);
  const messages = await teamMessages(world, CHANNELS);
  expect(messages).toHaveLength(GROUPS);
  for (const message of messages) expect(textOf(message)).toContain('🟢');
  for (const { status } of world.pagerduty.incidents()) expect(status).toBe('resolved');
  expect(world.pagerduty.incidents()).toHaveLength(GROUPS);
  expect(effectsTaken(world)).toEqual([...new Set(effectsTaken(world))]);
}

describe('two bots on one Redis', () => {
  test('tell everything once', async () => {
    const options = { config: configFor(world, teamRoutes(CHANNELS)), sns: world.sns };
    const bots = await Promise.all([startBot(options), startBot(options)]);
    const urls = bots.map(({ url }) => url);
    await sendAll(urls, 'ALARM');
    await expectToldOnce();
    await sendAll(urls, 'OK');
    await expectClosedOnce();
    await Promise.all(bots.map((bot) => bot.stop()));
  }, 60_000);

  test('tell everything once, also when one is killed in the middle', async () => {
    const config = configFor(world, teamRoutes(CHANNELS));
    const bots = await Promise.all([spawnBot(world, config), spawnBot(world, config)]);
    const urls = bots.map(({ url }) => url);
    await sendAll(urls, 'ALARM', async () => bots[0]?.kill());
    await expectToldOnce();
    await sendAll(urls, 'OK');
    await expectClosedOnce();
    expect(await bots[1]?.stop()).toBe(0);
  }, 90_000);

  test('do not get in each other’s way when one stands still in the middle of a call', async () => {
    const config = configFor(world, teamRoutes(CHANNELS));
    const first = await spawnBot(world, config);
    // Slack takes it when the other bot has long begun to wonder, and within the call's ten seconds.
    world.slack.faults.next({ kind: 'slow', method: 'chat.postMessage', delayMs: 9_000 });
    world.pagerduty.faults.next({ kind: 'slow', action: 'trigger', delayMs: 9_000 });
    await send([first.url], 0, alarm(0));
    await until(
      'both calls are under way',
      () => world.slack.faults.pending() + world.pagerduty.faults.pending() === 0,
    );
    first.pause();
    const second = await spawnBot(world, config);
    await untilQuiet(world.redis, 40_000);
    first.goOn();
    const calls = [...world.slack.calls, ...world.pagerduty.calls];
    await until('the slow calls have come through', () =>
      calls.every(({ outcome }) => outcome !== 'pending'),
    );
    await send([second.url], 0, alarm(0, 'OK'));
    await untilQuiet(world.redis, 40_000);
    const messages = await teamMessages(world, CHANNELS);
    expect(messages.map((one) => textOf(one).includes('🟢'))).toEqual([true]);
    expect(world.pagerduty.incidents().map(({ status }) => status)).toEqual(['resolved']);
    expect(effectsTaken(world)).toEqual([...new Set(effectsTaken(world))]);
    await Promise.all([first.stop(), second.stop()]);
  }, 90_000);

  test('with different configs tell it once, where the one that was started last says', async () => {
    const start = (...channels: [string, string]) =>
      startBot({ config: configFor(world, routeTo(...channels)), sns: world.sns });
    const before = await start('team-0', 'team-1');
    await send([before.url], 0, alarm(0));
    await until('it is told', async () => (await teamMessages(world, ['team-0'])).length === 1);
    const after = await start('team-1', 'team-0');
    for (let index = 1; index < GROUPS; index += 1) {
      await send([before.url, after.url], index, alarm(index));
    }
    await untilQuiet(world.redis, 40_000);
    expect(await teamMessages(world, ['team-0'])).toHaveLength(1);
    // What fires already is told there, too: its route leads there now.
    expect(await teamMessages(world, ['team-1'])).toHaveLength(GROUPS);
    await send([before.url], 0, alarm(0, 'OK'));
    await untilQuiet(world.redis, 40_000);
    const isOver = (one: WorkspaceMessage) => textOf(one).includes('🟢');
    expect((await teamMessages(world, ['team-0'])).map(isOver)).toEqual([true]);
    expect((await teamMessages(world, ['team-1'])).filter(isOver)).toHaveLength(1);
    await after.stop();
    await send([before.url], 0, alarm(GROUPS));
    await untilQuiet(world.redis, 40_000);
    // What is over, what came now, and what goes on firing and is this one's again.
    expect(await teamMessages(world, ['team-0'])).toHaveLength(1 + 1 + GROUPS - 1);
    await before.stop();
  }, 90_000);
});

describe('a bot that is stopped and started again', () => {
  const options = () => ({ config: configFor(world, teamRoutes(CHANNELS)), sns: world.sns });

  test('repeats nothing, and closes what was told', async () => {
    const before = await startBot(options());
    await send([before.url], 0, alarm(0));
    await send([before.url], 1, alarm(1));
    await until('both pages', () => world.pagerduty.incidents().length === 2);
    await untilQuiet(world.redis);
    await before.stop();
    const effects = effectsTaken(world).length;
    const events = world.pagerduty.events.length;

    const after = await startBot(options());
    await untilQuiet(world.redis);
    await send([after.url], 0, alarm(0));
    await untilQuiet(world.redis);
    expect(effectsTaken(world)).toHaveLength(effects);
    expect(world.pagerduty.events).toHaveLength(events);

    await send([after.url], 0, alarm(0, 'OK'));
    await untilQuiet(world.redis);
    const [message, ...more] = await postsAbout(world, 'alarm-0', 'team-0');
    if (message === undefined) throw new Error('there is no message');
    expect(more).toEqual([]);
    expect(textOf(message)).toContain('🟢');
    expect(await threadOf(world, message, 'team-0')).toEqual([
      expect.stringContaining('📟 Paged'),
      expect.stringContaining('🟢 Resolved'),
    ]);
    expect(pagesAbout(world, 'alarm-0').map(({ status }) => status)).toEqual(['resolved']);
    expect(pagesAbout(world, 'alarm-1').map(({ status }) => status)).toEqual(['triggered']);
    await after.stop();
  });

  test('says at the start what it can close no more, because its config lost the place', async () => {
    const before = await startBot({ config: configFor(world, routeTo('team-0')), sns: world.sns });
    await send([before.url], 0, alarm(0));
    await until('it is told', async () => (await teamMessages(world, ['team-0'])).length === 1);
    await untilQuiet(world.redis);
    await before.stop();
    const warnings: string[] = [];
    const onLog = (line: string) => void warnings.push(line);
    const config = configFor(world, routeTo('team-1'));
    const after = await startBot({ config, sns: world.sns, onLog });
    await until('it is said', () => warnings.some((line) => line.includes('slack/#team-0')));
    await after.stop();
  });

  test('tells what was accepted before it stopped, once', async () => {
    const before = await startBot(options());
    await sendAll([before.url], 'ALARM');
    await before.stop();
    const after = await startBot(options());
    await expectToldOnce();
    await after.stop();
  }, 60_000);
});
