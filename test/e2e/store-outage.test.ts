import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startBot } from '../support/bot.ts';
import { collectLogLines } from '../support/log-lines.ts';
import { untilQuiet } from '../support/quiet.ts';
import { pagesAbout, postsAbout, textOf } from '../support/seen.ts';
import { effectsTaken } from '../support/teams.ts';
import { untilPaged } from '../support/told.ts';
import { uniqueName } from '../support/unique.ts';
import { until } from '../support/wait.ts';
import {
  configFor,
  postAlerts,
  postSns,
  signedAlarm,
  startWorld,
  type World,
} from '../support/world.ts';

let world: World;

beforeEach(async () => {
  world = await startWorld(['incidents', 'ops-feed']);
});
afterEach(() => world.stop());

/** SNS gives up on an answer after so many milliseconds. */
const PATIENCE = 15_000;

const ready = async (url: string) => (await fetch(`${url}/health/ready`)).status;
const live = async (url: string) => (await fetch(`${url}/health/live`)).status;

describe.each([
  ['does not answer', () => world.redis.pause(), () => world.redis.goOn()],
  ['is gone', () => world.redis.crash(), () => world.redis.startAgain()],
] as const)('while Redis %s', (_, goAway, comeBack) => {
  test('intake answers 503, and afterwards everything that was accepted is told, once', async () => {
    const log = collectLogLines();
    const config = configFor(world);
    const bot = await startBot({ config, sns: world.sns, onLog: log.onLog });
    const told = uniqueName('told-before');
    await postSns(bot.url, signedAlarm(world.sns, { name: told }));
    await untilPaged(world, told);
    // Accepted at the last moment: there may be no time to tell it any more.
    const accepted = uniqueName('accepted-before');
    expect(await postSns(bot.url, signedAlarm(world.sns, { name: accepted }))).toBe(200);

    await goAway();
    const repeated = uniqueName('repeated');
    const body = signedAlarm(world.sns, { name: repeated });
    const alert = { labels: { alertname: repeated, severity: 'warning' } };
    const begun = performance.now();
    const answers = await Promise.all([
      postSns(bot.url, body),
      postAlerts(bot.url, [alert]).then(({ status }) => status),
      ready(bot.url),
      live(bot.url),
    ]);
    expect(answers).toEqual([503, 503, 503, 200]);
    expect(performance.now() - begun).toBeLessThan(PATIENCE);

    await comeBack();
    await until('it is ready', async () => (await ready(bot.url)) === 200);
    await until('the message is taken', async () => (await postSns(bot.url, body)) === 200);
    for (const name of [told, accepted, repeated]) {
      await until(`${name} is told`, () => pagesAbout(world, name).length > 0, 40_000);
    }
    await untilQuiet(world.redis, 40_000);
    for (const name of [told, accepted, repeated]) {
      expect(await postsAbout(world, name)).toHaveLength(1);
      expect(pagesAbout(world, name)).toHaveLength(1);
    }
    expect(effectsTaken(world)).toEqual([...new Set(effectsTaken(world))]);

    await postSns(bot.url, signedAlarm(world.sns, { name: told, state: 'OK', at: new Date() }));
    await until('the first is closed', async () =>
      (await postsAbout(world, told)).some((one) => textOf(one).includes('🟢')),
    );
    await bot.stop();
  }, 90_000);
});
