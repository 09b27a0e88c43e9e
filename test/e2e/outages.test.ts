import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FaultKind } from '../../demo/faults.ts';
import type { App } from '../../src/app.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { startBot } from '../support/bot.ts';
import { untilQuiet } from '../support/quiet.ts';
import { eventsAbout, pagesAbout, postsAbout, textOf, threadOf } from '../support/seen.ts';
import { until } from '../support/wait.ts';
import {
  configFor,
  postSns,
  ROUTING_KEY,
  signedAlarm,
  startWorld,
  type World,
} from '../support/world.ts';

const KINDS = [
  'rate-limited',
  'error',
  'garbage',
  'hang',
  'hang-after',
  'cut-before',
  'cut-after',
] as const satisfies readonly FaultKind[];

/** Where in a group's life Slack goes wrong: its message, the edit when all is over, the thread's line. */
const PLACES = {
  message: 'chat.postMessage',
  edit: 'chat.update',
  line: 'chat.postMessage',
} as const;
type Place = keyof typeof PLACES;

const CASES = KINDS.flatMap((kind) =>
  (['message', 'edit', 'line'] as const).map((place) => ({
    kind,
    place,
    channel: `${kind}-${place}`,
  })),
);
const PAGES = KINDS.flatMap((kind) =>
  (['trigger', 'resolve'] as const).map((action) => ({
    kind,
    action,
    name: `page-${kind}-${action}.`,
  })),
);

/** More than anybody would let hang at once. */
const CROWD = 60;
const CROWDED = 'crowded';

/** A call that hangs is given up after 10 s, and looked into 5 s later. */
const PATIENCE = 60_000;

// Nearly all of their time these tests wait for the bot's patience to end.
vi.setConfig({ maxConcurrency: 50 });

let world: World;
let bot: App;

beforeAll(async () => {
  const channels = [...CASES.map(({ channel }) => channel), 'healthy', CROWDED];
  world = await startWorld(channels);
  bot = await startBot({ config: configFor(world, routesFor(channels)), sns: world.sns });
});
afterAll(async () => {
  await bot.stop();
  await world.stop();
});

/** Alarms of the API `x` are told in #x; those of `pager-…` only to PagerDuty. */
function routesFor(channels: readonly string[]): string {
  const routes = channels.map(
    (name) => `    - { id: ${name}, matchers: ['ApiName="${name}"'], receiver: ${name} }`,
  );
  const receivers = channels.map(
    (name) => `  - { name: ${name}, slack: [ { channel: "#${name}" } ] }`,
  );
  return `
route:
  receiver: pager
  group_by: [ApiName, alertname]
  group_wait: 0s
  group_interval: 1s
  routes:
${routes.join('\n')}
receivers:
  - { name: pager, pagerduty: [ { routing_key: "${ROUTING_KEY}" } ] }
${receivers.join('\n')}
`;
}

async function becomes(api: string, name: string, state: 'ALARM' | 'OK'): Promise<void> {
  const at = new Date(Date.now() - (state === 'ALARM' ? 60_000 : 30_000));
  expect(await postSns(bot.url, signedAlarm(world.sns, { name, api, state, at }))).toBe(200);
}

/** From alarm to all-clear, with one fault on the way. */
async function tellStory(
  channel: string,
  fault?: { kind: FaultKind; place: Place },
): Promise<void> {
  const failsAt = (place: Place) => {
    if (fault?.place !== place) return;
    world.slack.faults.next({ kind: fault.kind, method: PLACES[place], channel, retryAfter: 2 });
  };
  const name = `alarm-${channel}`;
  failsAt('message');
  await becomes(channel, name, 'ALARM');
  await until(
    `#${channel} is told`,
    async () => (await postsAbout(world, name, channel)).length > 0,
    PATIENCE,
  );
  await until('the delivery is recorded', () => isSettled(`slack/#${channel}`), PATIENCE);
  failsAt('edit');
  failsAt('line');
  await becomes(channel, name, 'OK');
  await until(
    `#${channel} is told that it is over`,
    async () => {
      const [message] = await postsAbout(world, name, channel);
      if (message === undefined || !textOf(message).includes('🟢')) return false;
      return (await threadOf(world, message, channel)).length > 0;
    },
    PATIENCE,
  );
}

/** Nothing is under way for an integration. */
async function isSettled(integration: string): Promise<boolean> {
  const under = await world.redis.client.zrange(keysOf('tocsin').outbox, 0, '-1');
  return !under.some((target) => target.endsWith(` ${integration}`));
}

describe('when a service goes wrong, everything is told and closed all the same:', () => {
  test.concurrent.each(CASES)(
    'Slack, $kind, $place',
    async ({ channel, ...fault }) => {
      await expect(tellStory(channel, fault)).resolves.toBeUndefined();
    },
    2 * PATIENCE,
  );

  test.concurrent(
    'a channel with many alarms that hang holds up no other channel',
    async () => {
      const method = 'chat.postMessage';
      world.slack.faults.next({ kind: 'hang', method, channel: CROWDED, times: CROWD });
      const channel = world.workspace.channelId(CROWDED);
      const hanging = () =>
        world.slack.calls.filter(
          (call) => call.channel === channel && call.method === method && !call.isOver,
        );
      const names = Array.from({ length: CROWD }, (_, index) => `crowd-${index}.`);
      await Promise.all(names.map((name) => becomes(CROWDED, name, 'ALARM')));
      const before = await until('many hang', () => hanging().length > CROWD / 2 && hanging());
      await becomes('healthy', 'healthy.', 'ALARM');
      await until(
        'the other channel is told',
        async () => (await postsAbout(world, 'healthy.', 'healthy')).length > 0,
        PATIENCE,
      );
      expect(before.filter(({ isOver }) => isOver).length).toBe(0);
      await until(
        'the crowd is told',
        async () => (await world.workspace.messages(CROWDED)).length >= CROWD,
        PATIENCE,
      );
      for (const name of names) expect(await postsAbout(world, name, CROWDED)).toHaveLength(1);
    },
    3 * PATIENCE,
  );

  test.concurrent.each(PAGES)(
    'PagerDuty, $kind, $action',
    async ({ kind, action, name }) => {
      // One after the other: a fault for a page that nobody knows yet meets the next one.
      opening = opening.then(async () => {
        if (action === 'trigger') world.pagerduty.faults.next({ kind, action });
        await becomes('pager', name, 'ALARM');
        await until(`${name} was tried`, () => outcomes(name).length > 0);
      });
      await opening;
      await until(`${name} is open`, () => outcomes(name).at(-1) === 'ok', PATIENCE);
      const dedupKey = pagesAbout(world, name)[0]?.dedupKey ?? '';
      if (action === 'resolve') world.pagerduty.faults.next({ kind, action, dedupKey });
      await becomes('pager', name, 'OK');
      const isResolved = () => pagesAbout(world, name)[0]?.status === 'resolved';
      await until(`${name} is resolved`, isResolved, PATIENCE);
    },
    2 * PATIENCE,
  );
  let opening: Promise<void> = Promise.resolve();

  /** What became of each call about a page. */
  function outcomes(name: string): readonly string[] {
    return world.pagerduty.calls
      .filter(({ body }) => body.includes(name))
      .map(({ outcome }) => outcome);
  }
});

describe('after all that', () => {
  test('nothing was told twice, and nobody is left with an open message or page', async () => {
    await untilQuiet(world.redis, PATIENCE);
    expect(world.slack.faults.pending()).toBe(0);
    for (const { channel } of CASES) {
      const messages = await postsAbout(world, `alarm-${channel}`, channel);
      expect([channel, messages.length]).toEqual([channel, 1]);
      const [message] = messages;
      if (message === undefined) continue;
      expect([channel, textOf(message)]).toEqual([channel, expect.stringContaining('🟢')]);
      expect([channel, await threadOf(world, message, channel)]).toEqual([
        channel,
        [expect.stringContaining('🟢 Resolved after')],
      ]);
    }
    expect(world.pagerduty.faults.pending()).toBe(0);
    for (const { name } of PAGES) {
      expect([name, pagesAbout(world, name).map(({ status }) => status)]).toEqual([
        name,
        ['resolved'],
      ]);
      // An event that is sent again has the same key: it is the same page.
      expect([name, [...new Set(eventsAbout(world, name))]]).toEqual([
        name,
        ['trigger', 'resolve'],
      ]);
    }
  });
});
