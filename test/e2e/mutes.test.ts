import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KEYS } from '../../src/app/wiring.ts';
import type { IntentEvent } from '../../src/rules/event.ts';
import { createRedisInbox } from '../../src/store/redis/inbox.ts';
import { spawnBot } from '../support/bot-process.ts';
import { untilQuiet } from '../support/quiet.ts';
import { pagesAbout, postsAbout, textOf, threadOf } from '../support/seen.ts';
import { untilPaged, untilShown } from '../support/told.ts';
import { until } from '../support/wait.ts';
import {
  configFor,
  postSns,
  ROUTING_KEY,
  signedAlarm,
  startWorld,
  type World,
} from '../support/world.ts';

const RULES = `
route: { receiver: page, group_by: [alertname], group_wait: 100ms, group_interval: 300ms, escalation: standard }
receivers:
  - { name: page, slack: [ { channel: "#incidents" } ], pagerduty: [ { routing_key: "${ROUTING_KEY}" } ] }
  - { name: ops, slack: [ { channel: "#ops-feed" } ] }
escalation: { standard: [ { after: 2s, notify: ops } ] }
inhibit_rules: [ { source_matchers: ['alertname="down-1"'], target_matchers: ['alertname="part-1"'], equal: [region] } ]
`;
const HOUR = 60 * 60 * 1000;

let world: World;
beforeEach(async () => {
  world = await startWorld(['incidents', 'ops-feed']);
});
afterEach(() => world.stop());

let asked = 0;

/** What somebody wants, put where the bot finds it. */
async function ask(event: IntentEvent): Promise<void> {
  asked += 1;
  const inbox = createRedisInbox(world.redis.client, KEYS, HOUR);
  await inbox.accept({ messageId: `ask:${asked}`, event });
}

function silence(id: string, alertname: string): IntentEvent {
  const matchers = [{ name: 'alertname', operator: '=', value: alertname } as const];
  const times = { startsAt: 0, endsAt: Date.now() + HOUR };
  const by = { createdBy: 'alice', comment: 'deploying' };
  return { type: 'silence', traceId: 't', silence: { id, matchers, ...times, ...by } };
}

function alarm(name: string, state: 'ALARM' | 'OK' = 'ALARM'): string {
  const at = new Date(Date.now() - (state === 'ALARM' ? 60_000 : 1_000));
  return signedAlarm(world.sns, { name, state, at });
}

async function send(url: string, name: string, state: 'ALARM' | 'OK' = 'ALARM'): Promise<void> {
  const body = alarm(name, state);
  await until(`${name} is taken`, async () => (await postSns(url, body).catch(() => 0)) === 200);
}

/** The keys of the groups of an alarm. */
async function groupsOf(name: string): Promise<readonly string[]> {
  const keys = await world.redis.client.keys(`${KEYS.group('')}*`);
  const texts = await Promise.all(keys.map((key) => world.redis.client.get(key)));
  return keys
    .filter((_, index) => texts[index]?.includes(`"alertname":"${name}"`))
    .map((key) => key.slice(KEYS.group('').length));
}

describe('three bots on one Redis', () => {
  test('mute, wake, escalate and stop for an acknowledgement once, whoever is killed', async () => {
    const config = configFor(world, RULES);
    const bots = await Promise.all([1, 2, 3].map(() => spawnBot(world, config)));
    const [first, second, third] = bots;
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('three');

    await ask(silence('s1', 'quiet-1'));
    await until('the silence is known', async () => {
      return (await world.redis.client.hlen(KEYS.silences)) === 1;
    });
    for (const name of ['quiet-1', 'noisy-1', 'down-1']) await send(first.url, name);
    await untilPaged(world, 'down-1');
    await send(second.url, 'part-1');
    await untilPaged(world, 'noisy-1');
    const [noisy] = await groupsOf('noisy-1');
    await ask({ type: 'acknowledge', traceId: 't', group: noisy ?? '', by: 'alice' });
    await untilShown(world, 'noisy-1', 'acknowledged by alice');
    await until('nobody has acknowledged source', async () => {
      return (await postsAbout(world, 'down-1', 'ops-feed')).length > 0;
    });
    await untilQuiet(world.redis);
    for (const name of ['quiet-1', 'part-1']) expect(pagesAbout(world, name)).toEqual([]);
    expect(await postsAbout(world, 'noisy-1', 'ops-feed')).toEqual([]);

    // What mutes and who has what on is in Redis alone, and on its disk.
    await first.kill();
    await world.redis.crash();
    await world.redis.startAgain();
    await send(second.url, 'down-1', 'OK');
    await ask({ type: 'expire-silence', traceId: 't', id: 's1', by: 'alice' });
    await untilPaged(world, 'part-1');
    await untilPaged(world, 'quiet-1');
    await untilQuiet(world.redis);
    for (const name of ['quiet-1', 'noisy-1', 'down-1', 'part-1']) {
      expect(await postsAbout(world, name)).toHaveLength(1);
      expect(pagesAbout(world, name)).toHaveLength(1);
    }
    const [shown] = await postsAbout(world, 'down-1');
    expect(shown && textOf(shown)).toContain('🟢');
    const thread = shown === undefined ? [] : await threadOf(world, shown);
    for (const words of ['📟 Paged', '📣 Escalated to', '🟢 Resolved']) {
      expect(thread.filter((line) => line.includes(words))).toHaveLength(1);
    }

    for (const name of ['quiet-1', 'noisy-1', 'part-1']) await send(third.url, name, 'OK');
    await until('all is closed', () =>
      world.pagerduty.incidents().every(({ status }) => status === 'resolved'),
    );
    await untilQuiet(world.redis);
    const left = await world.redis.client.keys(`${KEYS.group('')}*`);
    expect(left).toEqual([]);
    await Promise.all([second.stop(), third.stop()]);
  }, 90_000);
});
