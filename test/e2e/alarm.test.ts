import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { startBot } from '../support/bot.ts';
import { untilQuiet } from '../support/quiet.ts';
import { pagesAbout, postsAbout, textOf } from '../support/seen.ts';
import { expectToldOnce, untilPaged, untilShown } from '../support/told.ts';
import { uniqueName } from '../support/unique.ts';
import { until } from '../support/wait.ts';
import {
  configFor,
  postAlerts,
  postSns,
  signedAlarm,
  startWorld,
  WARNINGS,
  type World,
} from '../support/world.ts';

let world: World;
let bot: App;

beforeAll(async () => {
  world = await startWorld(['incidents', 'ops-feed']);
});
afterAll(() => world.stop());

beforeEach(async () => {
  await world.redis.client.flushall();
  bot = await startBot({ config: configFor(world), sns: world.sns });
});
afterEach(() => bot.stop());

function alarmName(): string {
  return uniqueName('orders-api-5xx');
}

/** A moment of the last minute, so that later ones are newer and none lies ahead. */
function at(second: number): Date {
  return new Date(Date.now() - 60_000 + second * 1000);
}

describe('a signed alarm', () => {
  test.each(['1', '2'] as const)(
    'becomes one Slack message and one page (signature version %s)',
    async (version) => {
      const name = alarmName();
      expect(await postSns(bot.url, signedAlarm(world.sns, { name, version }))).toBe(200);

      await untilShown(world, name, '🔴');
      await expectToldOnce(world, name);
      expect(await postsAbout(world, name, 'ops-feed')).toHaveLength(0);
    },
  );

  test('changes nothing when SNS delivers the same message again', async () => {
    const name = alarmName();
    const body = signedAlarm(world.sns, { name, messageId: randomUUID() });
    const both = await Promise.all([postSns(bot.url, body), postSns(bot.url, body)]);
    expect(both).toEqual([200, 200]);
    await untilPaged(world, name);
    await untilQuiet(world.redis);

    const again = await fetch(`${bot.url}/v1/sns`, { method: 'POST', body });
    expect([again.status, await again.text()]).toEqual([200, 'accepted before\n']);
    await expectToldOnce(world, name);
  });

  test('changes nothing when it comes again in another message', async () => {
    const name = alarmName();
    await postSns(bot.url, signedAlarm(world.sns, { name, at: at(0) }));
    await untilPaged(world, name);
    await untilQuiet(world.redis);

    await postSns(bot.url, signedAlarm(world.sns, { name, at: at(0) }));
    await postSns(bot.url, signedAlarm(world.sns, { name, at: at(10), value: 99 }));
    await expectToldOnce(world, name);
  });

  test('is resolved in both by OK, and ALARM after that posts anew', async () => {
    const name = alarmName();
    await postSns(bot.url, signedAlarm(world.sns, { name, at: at(0) }));
    await untilPaged(world, name);

    await postSns(bot.url, signedAlarm(world.sns, { name, state: 'OK', at: at(10) }));
    await untilShown(world, name, '🟢');
    await until('the page is resolved', () => pagesAbout(world, name)[0]?.status === 'resolved');

    await postSns(bot.url, signedAlarm(world.sns, { name, at: at(20) }));
    await until('a second message', async () => (await postsAbout(world, name)).length === 2);
    await until('a second page', () => pagesAbout(world, name).length === 2);
    await untilQuiet(world.redis);
    const [first, second] = await postsAbout(world, name);
    expect(first && textOf(first)).toContain('🟢');
    expect(second && textOf(second)).toContain('🔴');
    const [secondPage, firstPage] = pagesAbout(world, name);
    expect([firstPage?.status, secondPage?.status]).toEqual(['resolved', 'triggered']);
    expect(firstPage?.dedupKey).not.toBe(secondPage?.dedupKey);
  });

  test('is not resolved by an OK that is older than it', async () => {
    const name = alarmName();
    await postSns(bot.url, signedAlarm(world.sns, { name, at: at(20) }));
    await untilPaged(world, name);

    const late = signedAlarm(world.sns, { name, state: 'OK', at: at(10) });
    expect(await postSns(bot.url, late)).toBe(200);
    await expectToldOnce(world, name);
  });

  test('is not told when its OK overtook it', async () => {
    const name = alarmName();
    await postSns(bot.url, signedAlarm(world.sns, { name, state: 'OK', at: at(20) }));
    await untilQuiet(world.redis);
    await postSns(bot.url, signedAlarm(world.sns, { name, at: at(10) }));
    await untilQuiet(world.redis);
    expect(await postsAbout(world, name)).toHaveLength(0);
    expect(pagesAbout(world, name)).toHaveLength(0);
  });

  test('is neither resolved nor told anew by INSUFFICIENT_DATA', async () => {
    const name = alarmName();
    await postSns(bot.url, signedAlarm(world.sns, { name, at: at(0) }));
    await untilPaged(world, name);
    const gap = signedAlarm(world.sns, { name, state: 'INSUFFICIENT_DATA', at: at(10) });
    expect(await postSns(bot.url, gap)).toBe(200);
    await expectToldOnce(world, name);

    const unknown = alarmName();
    const first = { name: unknown, state: 'INSUFFICIENT_DATA', at: at(0) } as const;
    expect(await postSns(bot.url, signedAlarm(world.sns, first))).toBe(200);
    await untilQuiet(world.redis);
    expect(await postsAbout(world, unknown)).toHaveLength(0);
    expect(pagesAbout(world, unknown)).toHaveLength(0);
  });
});

describe('a warning', () => {
  test('goes to #ops-feed and pages nobody', async () => {
    const name = alarmName();
    await postSns(bot.url, signedAlarm(world.sns, { name, topicArn: WARNINGS }));
    await untilShown(world, name, '🟡', 'ops-feed');
    await untilQuiet(world.redis);
    expect(await postsAbout(world, name, 'ops-feed')).toHaveLength(1);
    expect(await postsAbout(world, name)).toHaveLength(0);
    expect(pagesAbout(world, name)).toHaveLength(0);
  });
});

describe('plain JSON', () => {
  function postAlert(name: string, status: string, headers?: Readonly<Record<string, string>>) {
    const labels = { alertname: name, severity: 'warning' };
    const alert = { status, labels, annotations: { summary: 'disk full' } };
    return postAlerts(bot.url, [alert], headers);
  }

  test('is told, and resolved, when it comes with the token', async () => {
    const name = alarmName();
    const answer = await postAlert(name, 'firing');
    expect([answer.status, await answer.json()]).toEqual([200, { accepted: 1 }]);
    await untilShown(world, name, 'disk full', 'ops-feed');

    await postAlert(name, 'resolved');
    await untilShown(world, name, '🟢', 'ops-feed');
    expect(pagesAbout(world, name)).toHaveLength(0);
  });

  test.each([
    ['a wrong token', { authorization: 'Bearer test-token-9876543210' }],
    ['no token', {}],
  ])('is refused with %s', async (_, headers) => {
    const name = alarmName();
    const answer = await postAlert(name, 'firing', headers);
    expect([answer.status, await answer.text()]).toEqual([401, 'unauthorized\n']);
    await untilQuiet(world.redis);
    expect(await postsAbout(world, name, 'ops-feed')).toHaveLength(0);
  });
});
