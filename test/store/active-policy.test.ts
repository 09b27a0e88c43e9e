import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createActivePolicy } from '../../src/store/redis/active-policy.ts';
import { createRedisDeliveryStore } from '../../src/store/redis/delivery-store.ts';
import { createRedisEventStore } from '../../src/store/redis/event-store.ts';
import { createRedisInbox } from '../../src/store/redis/inbox.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { alertOf, arrivalOf, commitOf } from '../contract/records.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());

/** Two replicas of one installation, with configs of their own, started one after the other. */
async function twoReplicas() {
  const { client } = redis;
  const keys = keysOf(randomUUID());
  const [older, newer] = ['older', 'newer'].map((digest) => {
    const policy = createActivePolicy(client, keys, digest);
    return {
      events: createRedisEventStore(client, client, keys, policy),
      deliveries: createRedisDeliveryStore(client, keys, policy),
    };
  });
  if (older === undefined || newer === undefined) throw new Error('there are two');
  await older.events.open();
  await newer.events.open();
  return { older, newer, keys, inbox: createRedisInbox(client, keys, 60_000) };
}

const TARGET = { group: 'g', integration: 'hook' };

test('of replicas with different configs the one that was started last decides', async () => {
  const { older, newer } = await twoReplicas();
  expect(await older.events.mayDecide()).toBe(false);
  expect(await newer.events.mayDecide()).toBe(true);
  await older.events.open();
  expect(await older.events.mayDecide()).toBe(true);
  expect(await newer.events.mayDecide()).toBe(false);
});

test('what a replica with the older config was about to commit or deliver is left to the other', async () => {
  const { older, newer, inbox } = await twoReplicas();
  await inbox.accept({ messageId: 'm', event: arrivalOf('a') });
  const [entry] = await older.events.take({ max: 1, waitMs: 1 });
  const changes = { alerts: new Map([['a', alertOf('a')]]) };
  const commit = commitOf({ entry: entry?.id ?? '' }, changes);
  expect(await older.events.commit([commit, commit])).toEqual(['gone', 'gone']);
  expect(await older.deliveries.begin(TARGET, 'mine')).toBeUndefined();
  expect(await newer.deliveries.begin(TARGET, 'yours')).toEqual({});
  expect(await newer.events.commit([commit])).toEqual(['done']);
});

test('once no replica with the newer config is alive the other one decides again', async () => {
  const { older, newer, keys } = await twoReplicas();
  const lasts = await redis.client.pttl(keys.policy);
  expect(lasts).toBeGreaterThan(0);
  await redis.client.pexpire(keys.policy, 1_000);
  expect(await newer.events.mayDecide()).toBe(true);
  expect(await redis.client.pttl(keys.policy)).toBeGreaterThan(1_000);
  await redis.client.del(keys.policy);
  expect(await older.events.mayDecide()).toBe(true);
  expect(await newer.events.mayDecide()).toBe(false);
});
