import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRedisEventStore } from '../../src/store/redis/event-store.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { commitOf } from '../contract/records.ts';
import { activePolicy } from '../support/active-policy.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

test('which groups of a route are new is forgotten some time after the last', async () => {
  const keys = keysOf('openings');
  const { client } = redis;
  const store = createRedisEventStore(client, client, keys, activePolicy(client, keys));
  const entry = (await client.xadd(keys.inbox, '*', 'event', '{}')) ?? '';
  const openings = new Map([['gone', new Map([['g', 1_000]])]]);
  await store.open();
  await store.take({ max: 1, waitMs: 0 });
  expect(await store.commit([commitOf({ entry }, { openings })])).toEqual(['done']);
  expect(await client.hkeys(keys.openings('gone'))).toEqual(['g']);
  expect(await client.pttl(keys.openings('gone'))).toBeGreaterThan(0);
});
