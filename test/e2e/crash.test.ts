import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { spawnBot, type BotProcess } from '../support/bot-process.ts';
import { untilQuiet } from '../support/quiet.ts';
import { textOf } from '../support/seen.ts';
import {
  effectsTaken,
  firingIn,
  teamChannels,
  teamMessages,
  teamRoutes,
} from '../support/teams.ts';
import { until } from '../support/wait.ts';
import { configFor, postSns, signedAlarm, startWorld, type World } from '../support/world.ts';

const ALARMS = 500;
const GROUPS = Array.from({ length: 40 }, (_, index) => index);
const CHANNELS = teamChannels(10);
const KILLS = 10;

/** So that there is something to tell from the first kill to the last, in milliseconds. */
const BETWEEN_GROUPS = 250;
const BETWEEN_ALARMS = 500;
const BETWEEN_KILLS = 1_800;

let world: World;

beforeAll(async () => {
  world = await startWorld(CHANNELS);
});
afterAll(() => world.stop());

type State = 'ALARM' | 'OK';

function alarmsOf(group: number): readonly number[] {
  const all = Array.from({ length: ALARMS }, (_, index) => index);
  return all.filter((alarm) => alarm % GROUPS.length === group);
}

/** Half of the groups are over in the end. */
const ends = (group: number) => group % 2 === 0;
const GOING_ON = GROUPS.filter((group) => !ends(group));

function isPaged(group: number): boolean {
  const pages = world.pagerduty.incidents();
  return pages.some(({ details }) => JSON.stringify(details).includes(`"api-${group}"`));
}

async function isPosted(group: number): Promise<boolean> {
  const messages = await teamMessages(world, CHANNELS);
  return messages.some((one) => new RegExp(`api-${group}\\b`, 'u').test(textOf(one)));
}

/** Calls that the services took, or never saw, and of which the bot does not hear before it is killed. */
function leaveInDoubt(): void {
  const { slack, pagerduty } = world;
  slack.faults.next({ kind: 'hang-after', method: 'chat.postMessage', times: 2 });
  slack.faults.next({ kind: 'hang', method: 'chat.postMessage' });
  slack.faults.next({ kind: 'hang-after', method: 'chat.update' });
  pagerduty.faults.next({ kind: 'hang-after', action: 'trigger' });
  pagerduty.faults.next({ kind: 'hang', action: 'trigger' });
  pagerduty.faults.next({ kind: 'hang-after', action: 'resolve' });
}

function callsInDoubt(): number {
  const calls = [...world.slack.calls, ...world.pagerduty.calls];
  return calls.filter(({ outcome }) => outcome.startsWith('hang')).length;
}

/** Groups that open only when calls are left in doubt, and go on after the bot was killed. */
const IN_DOUBT = GROUPS.slice(-KILLS / 2);

test(`improvement 3: kill -9 at ${KILLS} random moments during ${ALARMS} alarms loses nothing and doubles nothing`, async () => {
  const config = configFor(world, teamRoutes(CHANNELS));
  let bot: BotProcess = await spawnBot(world, config);
  /** Kill by kill: how many messages were still to come, how many deliveries not settled. */
  const kills: { readonly toCome: number; readonly underWay: number }[] = [];
  let toCome = ALARMS + GROUPS.filter(ends).flatMap(alarmsOf).length;

  /** As SNS does: again until it is told 200. */
  async function send(alarm: number, group: number, state: State): Promise<void> {
    const at = new Date(Date.now() - (state === 'ALARM' ? 120_000 : 1_000));
    const name = `alarm-${alarm}`;
    const body = signedAlarm(world.sns, { name, api: `api-${group}`, state, at });
    await until(
      `${state} of ${name} is taken`,
      async () => (await postSns(bot.url, body).catch(() => 0)) === 200,
      60_000,
    );
    toCome -= 1;
  }

  /** A group opens, gets worse, and perhaps is over; its first alarm goes on until all others are over. */
  async function story(group: number): Promise<void> {
    await sleep(group * BETWEEN_GROUPS);
    await open(group);
    await goOn(group);
  }

  async function open(group: number): Promise<void> {
    const [first = 0] = alarmsOf(group);
    await send(first, group, 'ALARM');
  }

  async function goOn(group: number): Promise<void> {
    const [first = 0, ...others] = alarmsOf(group);
    for (const alarm of others) {
      await sleep(BETWEEN_ALARMS * 2 * Math.random());
      await send(alarm, group, 'ALARM');
    }
    if (!ends(group)) return;
    for (const alarm of others) await send(alarm, group, 'OK');
    // What was over before anybody could be told of it would not be told.
    await until(
      `group ${group} is told`,
      async () => isPaged(group) && (await isPosted(group)),
      60_000,
    );
    await send(first, group, 'OK');
  }

  async function kill(): Promise<void> {
    await sleep(BETWEEN_KILLS * Math.random());
    const underWay = await world.redis.client.zcard('{tocsin}:outbox');
    kills.push({ toCome, underWay });
    await bot.kill();
    world.slack.faults.clear();
    world.pagerduty.faults.clear();
    bot = await spawnBot(world, config);
  }

  /** A new group is something to tell: one call at least is left in doubt. */
  async function killInDoubt(group: number): Promise<void> {
    const before = callsInDoubt();
    leaveInDoubt();
    await open(group);
    await until('a call is left in doubt', () => callsInDoubt() > before, 60_000);
    await kill();
  }

  async function killAgainAndAgain(): Promise<void> {
    const rest: Promise<void>[] = [];
    for (const group of IN_DOUBT) {
      await kill();
      await killInDoubt(group);
      rest.push(goOn(group));
    }
    await Promise.all(rest);
  }

  const others = GROUPS.filter((group) => !IN_DOUBT.includes(group));
  await Promise.all([...others.map(story), killAgainAndAgain()]);
  await untilQuiet(world.redis, 60_000);

  const messages = await teamMessages(world, CHANNELS);
  const pages = world.pagerduty.incidents();
  expect([messages.length, pages.length]).toEqual([GROUPS.length, GROUPS.length]);
  const green = messages.filter((message) => textOf(message).includes('🟢'));
  const resolved = pages.filter(({ status }) => status === 'resolved');
  expect([green.length, resolved.length]).toEqual([GROUPS.length / 2, GROUPS.length / 2]);
  expect(firingIn(messages)).toBe(GOING_ON.flatMap(alarmsOf).length);
  expect(effectsTaken(world)).toEqual([...new Set(effectsTaken(world))]);

  // Else it would have proved nothing: the kills met alarms, deliveries, and calls of unknown outcome.
  expect(kills.filter((kill) => kill.toCome > 0).length).toBeGreaterThanOrEqual(IN_DOUBT.length);
  expect(kills.filter(({ underWay }) => underWay > 0).length).toBeGreaterThanOrEqual(
    IN_DOUBT.length,
  );
  expect(callsInDoubt()).toBeGreaterThanOrEqual(IN_DOUBT.length);
  expect(await bot.stop()).toBe(0);
}, 300_000);
