import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Commit } from '../../src/engine/ports/event-store.ts';
import { createRedisEventStore, type RedisEventStore } from '../../src/store/redis/event-store.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { alertOf, arrivalOf, atVersion, commitOf, groupOf } from '../contract/records.ts';
import { activePolicy } from '../support/active-policy.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

const keys = keysOf('test');
const PLACE = { account: '111122223333', region: 'us-east-1' };
let redis: TestRedis;
let store: RedisEventStore;

beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.client.flushall();
  const policy = activePolicy(redis.client, keys);
  store = createRedisEventStore(redis.client, redis.client, keys, policy);
  await store.open();
  await store.renewPolicy();
});

/** Takes so many new events. */
async function taken(count: number): Promise<readonly string[]> {
  for (let n = 0; n < count; n += 1) {
    await redis.client.xadd(keys.inbox, '*', 'event', JSON.stringify(arrivalOf(`${n}`)));
  }
  return (await store.take({ max: count, waitMs: 0 })).map(({ id }) => id);
}

/** An alarm that begins to fire, with its group. */
function firing(cause: Commit['cause'], rest: Partial<Commit> = {}): Commit {
  const labels = { alertname: 'a', ...PLACE };
  return commitOf(
    cause,
    {
      alerts: new Map([['a', alertOf('a', { source: 'cloudwatch', labels })]]),
      groups: new Map([['g', groupOf('g', { flushAt: 5_000 })]]),
    },
    rest,
  );
}

const group = (key: string, rest = {}) => ({ groups: new Map([[key, groupOf(key, rest)]]) });

test('an event whose commit breaks off is kept, and committed whole when it can be', async () => {
  const [before = '', entry = '', after = ''] = await taken(3);
  const commits = [
    commitOf({ entry: before }, group('before')),
    firing({ entry }),
    commitOf({ entry: after }, group('after')),
  ];
  await redis.client.set(keys.firing(PLACE), 'of somebody else');
  await expect(store.commit(commits)).rejects.toThrow('WRONGTYPE');
  const left = await redis.client.xrange(keys.inbox, '-', '+');
  expect(left.map(([id]) => id)).toEqual([entry, after]);
  const pending = await redis.client.xpending(keys.inbox, 'engines');
  expect(pending).toEqual(expect.arrayContaining([2, entry, after]));
  await redis.client.del(keys.firing(PLACE));
  expect(await store.commit(commits)).toEqual(['gone', 'done', 'done']);
  expect((await store.timers(1)).next).toBe(5_000);
  expect(await redis.client.smembers(keys.groups)).toEqual(
    expect.arrayContaining(['before', 'g', 'after']),
  );
  expect(await redis.client.xlen(keys.inbox)).toBe(0);
});

test('so is a timer', async () => {
  const [entry = ''] = await taken(1);
  await store.commit([commitOf({ entry }, group('g', { flushAt: 4_000 }), { firstVersion: 1 })]);
  const expectedGroups = new Map([['g', atVersion(1)]]);
  const flush = firing({ timer: { group: 'g', due: 4_000 } }, { expectedGroups });
  await redis.client.set(keys.firing(PLACE), 'of somebody else');
  await expect(store.commit([flush])).rejects.toThrow('WRONGTYPE');
  expect((await store.timers(1)).next).toBe(4_000);
  await redis.client.del(keys.firing(PLACE));
  expect(await store.commit([flush])).toEqual(['done']);
  expect((await store.timers(1)).next).toBe(5_000);
});
