import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { startBot } from '../support/bot.ts';
import { untilQuiet } from '../support/quiet.ts';
import { callsAbout, eventsAbout, pagesAbout, postsAbout, textOf } from '../support/seen.ts';
import { uniqueName } from '../support/unique.ts';
import { until } from '../support/wait.ts';
import {
  configFor,
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

async function messageAbout(name: string, channel = 'incidents') {
  return until(`the message about ${name}`, async () => {
    const [message] = await postsAbout(world, name, channel);
    return message;
  });
}

/** One message that nobody edited, one page that was triggered once: all that was ever said. */
async function expectToldOnce(name: string): Promise<void> {
  await untilQuiet(world.redis);
  expect(await postsAbout(world, name)).toHaveLength(1);
  expect(callsAbout(world, 'chat.update', name)).toHaveLength(0);
  expect(pagesAbout(world, name)).toHaveLength(1);
  expect(eventsAbout(world, name)).toEqual(['trigger']);
}

describe('a signed alarm', () => {
  test.each(['1', '2'] as const)(
    'becomes one Slack message and one page (signature version %s)',
    async (version) => {
      const name = alarmName();
      expect(await postSns(bot.url, signedAlarm(world.sns, { name, version }))).toBe(200);

      expect(textOf(await messageAbout(name))).toContain('🔴');
      await until('the page', () => pagesAbout(world, name).length > 0);
      await expectToldOnce(name);
      expect(await postsAbout(world, name, 'ops-feed')).toHaveLength(0);
    },
  );

  test('changes nothing when SNS delivers the same message again', async () => {
    const name = alarmName();
    const body = signedAlarm(world.sns, { name, messageId: randomUUID() });
    const both = await Promise.all([postSns(bot.url, body), postSns(bot.url, body)]);
    expect(both).toEqual([200, 200]);
    await until('the page', () => pagesAbout(world, name).length > 0);
    await untilQuiet(world.redis);

    const again = await fetch(`${bot.url}/v1/sns`, { method: 'POST', body });
    expect([again.status, await again.text()]).toEqual([200, 'accepted before\n']);
    await expectToldOnce(name);
  });

  test('changes nothing when it comes again in another message', async () => {
    const name = alarmName();
    await postSns(bot.url, signedAlarm(world.sns, { name, at: at(0) }));
    await until('the page', () => pagesAbout(world, name).length > 0);
    await untilQuiet(world.redis);

    await postSns(bot.url, signedAlarm(world.sns, { name, at: at(0) }));
    await postSns(bot.url, signedAlarm(world.sns, { name, at: at(10), value: 99 }));
    await expectToldOnce(name);
  });

  test('is resolved in both by OK, and ALARM after that posts anew', async () => {
    const name = alarmName();
    await postSns(bot.url, signedAlarm(world.sns, { name, at: at(0) }));
    await until('the page', () => pagesAbout(world, name).length === 1);

    await postSns(bot.url, signedAlarm(world.sns, { name, state: 'OK', at: at(10) }));
    await until('the message turns green', async () =>
      textOf(await messageAbout(name)).includes('🟢'),
    );
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
    await until('the page', () => pagesAbout(world, name).length > 0);

    const late = signedAlarm(world.sns, { name, state: 'OK', at: at(10) });
    expect(await postSns(bot.url, late)).toBe(200);
    await expectToldOnce(name);
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
    await until('the page', () => pagesAbout(world, name).length > 0);
    const gap = signedAlarm(world.sns, { name, state: 'INSUFFICIENT_DATA', at: at(10) });
    expect(await postSns(bot.url, gap)).toBe(200);
    await expectToldOnce(name);

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
    expect(textOf(await messageAbout(name, 'ops-feed'))).toContain('🟡');
    await untilQuiet(world.redis);
    expect(await postsAbout(world, name, 'ops-feed')).toHaveLength(1);
    expect(await postsAbout(world, name)).toHaveLength(0);
    expect(pagesAbout(world, name)).toHaveLength(0);
  });
});

describe('plain JSON', () => {
  function postAlert(name: string, token: string | undefined, status = 'firing') {
    const labels = { alertname: name, severity: 'warning' };
    return fetch(`${bot.url}/v1/alerts`, {
      method: 'POST',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      body: JSON.stringify({ alerts: [{ status, labels, annotations: { summary: 'disk full' } }] }),
    });
  }

  test('is told, and resolved, when it comes with the token', async () => {
    const name = alarmName();
    const answer = await postAlert(name, 'test-token-0123456789');
    expect([answer.status, await answer.json()]).toEqual([200, { accepted: 1 }]);
    expect(textOf(await messageAbout(name, 'ops-feed'))).toContain('disk full');

    await postAlert(name, 'test-token-0123456789', 'resolved');
    await until('the message turns green', async () =>
      textOf(await messageAbout(name, 'ops-feed')).includes('🟢'),
    );
    expect(pagesAbout(world, name)).toHaveLength(0);
  });

  test.each([
    ['a wrong token', 'test-token-9876543210'] as const,
    ['no token', undefined] as const,
  ])('is refused with %s', async (_, token) => {
    const name = alarmName();
    const answer = await postAlert(name, token);
    expect([answer.status, await answer.text()]).toEqual([401, 'unauthorized\n']);
    await untilQuiet(world.redis);
    expect(await postsAbout(world, name, 'ops-feed')).toHaveLength(0);
  });
});
