import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createActivePolicy } from '../../src/store/redis/active-policy.ts';
import { createRedisDeliveryStore } from '../../src/store/redis/delivery-store.ts';
import { createRedisEventStore } from '../../src/store/redis/event-store.ts';
import { createRedisInbox } from '../../src/store/redis/inbox.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { alertOf, arrivalOf, commitOf, groupOf, MEMBER } from '../contract/records.ts';
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
      policy,
      events: createRedisEventStore(client, client, keys, policy),
      deliveries: createRedisDeliveryStore(client, keys, policy),
    };
  });
  if (older === undefined || newer === undefined) throw new Error('there are two');
  for (const one of [older, newer]) {
    await one.events.open();
    await one.policy.activate();
  }
  return { older, newer, keys, inbox: createRedisInbox(client, keys, 60_000) };
}

const TARGET = { group: 'g', integration: 'hook' };

test('of replicas with different configs the one that was started last decides', async () => {
  const { older, newer } = await twoReplicas();
  expect(await older.events.renewPolicy()).toBe(false);
  expect(await newer.events.renewPolicy()).toBe(true);
  await older.policy.activate();
  expect(await older.events.renewPolicy()).toBe(true);
  expect(await newer.events.renewPolicy()).toBe(false);
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

test('while no replica with the newest config is alive another stands in, and gives way when one is', async () => {
  const { older, newer, keys } = await twoReplicas();
  await redis.client.pexpire(keys.policy, 1_000);
  expect(await newer.events.renewPolicy()).toBe(true);
  expect(await redis.client.pttl(keys.policy)).toBeGreaterThan(1_000);
  // It runs out: the replica died, or Redis was away for longer.
  await redis.client.del(keys.policy);
  expect(await older.events.renewPolicy()).toBe(true);
  expect(await older.events.renewPolicy()).toBe(true);
  expect(await newer.events.renewPolicy()).toBe(true);
  expect(await older.events.renewPolicy()).toBe(false);
});

test('a replica that only opened the store, and never began to work, takes nothing from the others', async () => {
  const { newer, keys } = await twoReplicas();
  const policy = createActivePolicy(redis.client, keys, 'fails to start');
  await createRedisEventStore(redis.client, redis.client, keys, policy).open();
  expect(await newer.events.renewPolicy()).toBe(true);
});

test('every group is told of a config once, in events of bounded size', async () => {
  const { newer, inbox } = await twoReplicas();
  await inbox.accept({ messageId: 'm', event: arrivalOf('a') });
  const [entry] = await newer.events.take({ max: 1, waitMs: 1 });
  const names = Array.from({ length: 450 }, (_, index) => `a${index}`);
  const groups = new Map([['g', groupOf('g')]]);
  const members = new Map([['g', new Map(names.map((name) => [name, MEMBER]))]]);
  await newer.events.commit([commitOf({ entry: entry?.id ?? '' }, { groups, members })]);
  await newer.events.announceConfig();
  await newer.events.announceConfig();
  const told = await newer.events.take({ max: 100, waitMs: 1 });
  const events = told.map(({ event }) => event);
  expect(events).toMatchObject(
    Array.from({ length: 3 }, () => ({ type: 'config-changed', group: 'g' })),
  );
  const announced = events.flatMap((event) =>
    event.type === 'config-changed' ? event.fingerprints : [],
  );
  expect(announced.toSorted()).toEqual(names.toSorted());
});

test('a group that a stand-in moved is told again when the newest config is back', async () => {
  const { older, newer, inbox, keys } = await twoReplicas();
  await inbox.accept({ messageId: 'm', event: arrivalOf('a') });
  const [entry] = await newer.events.take({ max: 1, waitMs: 1 });
  const groups = new Map([['g', groupOf('g')]]);
  const members = new Map([['g', new Map([['a', MEMBER]])]]);
  await newer.events.commit([commitOf({ entry: entry?.id ?? '' }, { groups, members })]);
  const announced = async ({ events }: typeof newer) => {
    await events.renewPolicy();
    await events.announceConfig();
    return (await events.take({ max: 100, waitMs: 1 })).length;
  };
  expect(await announced(newer)).toBe(1);
  await redis.client.del(keys.policy);
  expect(await announced(older)).toBe(1);
  expect(await announced(newer)).toBe(1);
  expect(await announced(newer)).toBe(0);
  // One that comes too late, of a policy that is active no more, undoes nothing of that.
  await older.events.announceConfig();
  expect(await redis.client.get(keys.placed)).toBe('newer');
});

test('a replica goes over to another policy, and others with that one follow it', async () => {
  const { older, newer, keys } = await twoReplicas();
  expect(await newer.policy.activate('newest')).toBe(true);
  expect(newer.policy.digest).toBe('newest');
  expect(await newer.policy.activate()).toBe(false);
  expect(await older.events.renewPolicy()).toBe(false);
  older.policy.adopt('newest');
  expect(await older.events.renewPolicy()).toBe(true);
  expect(await newer.events.renewPolicy()).toBe(true);
  expect(await redis.client.get(keys.newestPolicy)).toBe('newest');
});
