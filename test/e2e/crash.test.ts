import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { spawnBot, type BotProcess } from '../support/bot-process.ts';
import { untilQuiet } from '../support/quiet.ts';
import { textOf } from '../support/seen.ts';
import { effectsTaken, firingIn, teamChannels, teamMessages, teamRoutes } from '../support/teams.ts';
import { until } from '../support/wait.ts';
import { configFor, postSns, signedAlarm, startWorld, type World } from '../support/world.ts';

const ALARMS = 500;
const GROUPS = 40;
const CHANNELS = teamChannels(10);
const KILLS = 10;
/** The alarms come in this many rounds; those that are resolved are so in later ones. */
const ALARM_ROUNDS = KILLS - 2;

let world: World;

beforeAll(async () => {
  world = await startWorld(CHANNELS);
});
afterAll(() => world.stop());

interface Message {
  readonly alarm: number;
  readonly state: 'ALARM' | 'OK';
}

const groupOf = (alarm: number) => alarm % GROUPS;
/** Half of the groups are over in the end. */
const isResolved = (group: number) => group % 2 === 0;

/**
 * What is sent in each round; a kill falls into each but the last. The first alarm of a group that is
 * resolved goes on until all its others are over, so that each group is one story.
 */
function plan(): readonly (readonly Message[])[] {
  const rounds: Message[][] = Array.from({ length: KILLS + 1 }, () => []);
  for (let alarm = 0; alarm < ALARMS; alarm += 1) {
    const round = Math.floor((alarm * ALARM_ROUNDS) / ALARMS);
    rounds[round]?.push({ alarm, state: 'ALARM' });
    if (!isResolved(groupOf(alarm))) continue;
    const isFirst = alarm < GROUPS;
    const last = groupOf(alarm) % 4 === 0 ? KILLS - 1 : KILLS;
    rounds[isFirst ? last : round + 1]?.push({ alarm, state: 'OK' });
  }
  return rounds;
}

function bodyOf({ alarm, state }: Message): string {
  const at = new Date(Date.now() - (state === 'ALARM' ? 120_000 : 1_000));
  return signedAlarm(world.sns, {
    name: `alarm-${alarm}`,
    api: `api-${groupOf(alarm)}`,
    state,
    at,
  });
}

/** Calls that the services took, or never saw, and of which the bot will not hear before it is killed. */
function leaveInDoubt(): void {
  const { slack, pagerduty } = world;
  slack.faults.next({ kind: 'hang-after', method: 'chat.postMessage', times: 3 });
  slack.faults.next({ kind: 'hang', method: 'chat.postMessage', times: 2 });
  slack.faults.next({ kind: 'hang-after', method: 'chat.update', times: 2 });
  pagerduty.faults.next({ kind: 'hang-after', action: 'trigger', times: 2 });
  pagerduty.faults.next({ kind: 'hang', action: 'trigger', times: 1 });
  pagerduty.faults.next({ kind: 'hang-after', action: 'resolve', times: 1 });
}

const callsInDoubt = () =>
  [...world.slack.calls, ...world.pagerduty.calls].filter(({ outcome }) =>
    outcome.startsWith('hang'),
  ).length;

test(`kill -9 at ${KILLS} random moments during ${ALARMS} alarms loses nothing and doubles nothing`, async () => {
  const config = configFor(world, teamRoutes(CHANNELS));
  let bot: BotProcess = await spawnBot(world, config);
  /** How many deliveries were not settled, kill by kill. */
  const underWay: number[] = [];

  /** As SNS does: again until it is told 200. */
  async function send(message: Message): Promise<void> {
    const body = bodyOf(message);
    await until(
      `${message.state} of alarm ${message.alarm} is taken`,
      async () => (await postSns(bot.url, body).catch(() => 0)) === 200,
    );
  }

  async function sendAll(messages: readonly Message[]): Promise<void> {
    const pending = [...messages];
    const senders = Array.from({ length: 8 }, async () => {
      for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
        await send(next);
        await sleep(60 * Math.random());
      }
    });
    await Promise.all(senders);
  }

  async function killOnce(): Promise<void> {
    await sleep(100 + Math.random() * 700);
    underWay.push(await world.redis.client.zcard('{tocsin}:outbox'));
    await bot.kill();
    bot = await spawnBot(world, config);
  }

  for (const [round, messages] of plan().entries()) {
    world.slack.faults.clear();
    world.pagerduty.faults.clear();
    if (round < KILLS && round % 2 === 1) leaveInDoubt();
    await Promise.all([sendAll(messages), round < KILLS ? killOnce() : undefined]);
  }

  await untilQuiet(world.redis, 60_000);
  const messages = await teamMessages(world, CHANNELS);
  expect(messages).toHaveLength(GROUPS);
  const green = messages.filter((message) => textOf(message).includes('🟢'));
  expect(green).toHaveLength(GROUPS / 2);
  expect(firingIn(messages)).toBe(ALARMS / 2);
  const pages = world.pagerduty.incidents();
  expect(pages).toHaveLength(GROUPS);
  expect(pages.filter(({ status }) => status === 'resolved')).toHaveLength(GROUPS / 2);
  expect(effectsTaken(world)).toEqual([...new Set(effectsTaken(world))]);
  // Else it would have proved nothing: the kills met deliveries, and calls of unknown outcome.
  expect(underWay.filter((number) => number > 0).length).toBeGreaterThan(KILLS / 2);
  expect(callsInDoubt()).toBeGreaterThan(KILLS);
  await bot.stop();
}, 180_000);
