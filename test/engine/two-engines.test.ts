import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { EventStore } from '../../src/engine/ports/event-store.ts';
import { connect, connectWaiting } from '../../src/store/redis/connect.ts';
import { createRedisDeliveryStore } from '../../src/store/redis/delivery-store.ts';
import { createRedisEventStore } from '../../src/store/redis/event-store.ts';
import { createRedisInbox } from '../../src/store/redis/inbox.ts';
import { keysOf, type Keys } from '../../src/store/redis/keys.ts';
import { policyOf, route, signal } from '../rules/make.ts';
import { activePolicy } from '../support/active-policy.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/wait.ts';

const ALERTS = Array.from({ length: 12 }, (_, index) => `alert-${index}`);
const TEAMS = 3;
const EVENTS = 900;

const policy = policyOf(route({ groupBy: ['team'], groupWait: 300, groupInterval: 60_000 }));

let redis: TestRedis;
let running: { readonly engine: Engine; readonly disconnect: () => void }[] = [];

beforeAll(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  await Promise.all(running.map(({ engine }) => engine.stop()));
  for (const { disconnect } of running) disconnect();
  running = [];
});
afterAll(() => redis.stop());

interface Watched {
  readonly decisions: string[];
  readonly errors: unknown[];
}

/** Runs an engine with connections of its own; `wrap` stands between it and the store. */
async function runEngine(
  keys: Keys,
  watched: Watched,
  wrap: (store: EventStore) => EventStore = (store) => store,
): Promise<void> {
  const address = { url: redis.url };
  const [client, waiting] = [connect(address, () => {}), connectWaiting(address, () => {})];
  const store = createRedisEventStore(client, waiting, keys, activePolicy(client, keys));
  await store.open();
  const engine = createEngine(wrap(store), () => policy, {
    onDecision: (_, reasons) => watched.decisions.push(...reasons.map(({ decision }) => decision)),
    onEffects: () => {},
    onStanding: () => {},
    onError: (error) => watched.errors.push(error),
  });
  void engine.run();
  running.push({
    engine,
    disconnect() {
      client.disconnect();
      waiting.disconnect();
    },
  });
}

/** Sends every alert again and again, all at the same time. */
async function send(keys: Keys): Promise<void> {
  const inbox = createRedisInbox(redis.client, keys, 60_000);
  const now = Date.now();
  await Promise.all(
    Array.from({ length: EVENTS }, (_, index) => {
      const number = index % ALERTS.length;
      const labels = { team: `team-${number % TEAMS}` };
      const one = signal(ALERTS[number] ?? '', { labels, startsAt: now, changedAt: now });
      const event = {
        type: 'signals',
        traceId: String(index),
        signals: [one],
      } as const;
      return inbox.accept({ messageId: String(index), event });
    }),
  );
}

async function expectAllDone(keys: Keys, { decisions }: Watched): Promise<void> {
  await until('the inbox is empty', async () => (await redis.client.xlen(keys.inbox)) === 0);
  const store = createRedisEventStore(
    redis.client,
    redis.client,
    keys,
    activePolicy(redis.client, keys),
  );
  const nothing = new Set<string>();
  const { alerts } = await store.load({
    alerts: new Set(ALERTS),
    groups: nothing,
    members: nothing,
    joining: new Map(),
    waiting: nothing,
    openings: nothing,
  });
  for (const { value } of alerts.values()) expect(value?.occurrences).toBe(EVENTS / ALERTS.length);

  const groups = new Set([...alerts.values()].flatMap(({ value }) => value?.groups ?? []));
  expect(groups.size).toBe(TEAMS);
  const loaded = await store.load({
    alerts: nothing,
    groups,
    members: groups,
    joining: new Map(),
    waiting: nothing,
    openings: nothing,
  });
  for (const members of loaded.members.values()) expect(members.size).toBe(ALERTS.length / TEAMS);
  // Each alert's first sight changed its group, nothing else did.
  for (const { value } of loaded.groups.values())
    expect(value?.revision).toBe(ALERTS.length / TEAMS);

  await until(
    'every group has flushed',
    () =>
      decisions.includes('notify') && decisions.filter((one) => one === 'notify').length >= TEAMS,
  );
  expect(decisions.filter((one) => one === 'notify')).toHaveLength(TEAMS);
  const effects = await createRedisDeliveryStore(
    redis.client,
    keys,
    activePolicy(redis.client, keys),
  ).claimEffects(10);
  expect(effects.map(({ group }) => group).toSorted()).toEqual([...groups].toSorted());
}

test('two engines on one Redis commit each of many events at the same time exactly once', async () => {
  const keys = keysOf(randomUUID());
  const watched: Watched = { decisions: [], errors: [] };
  await Promise.all([runEngine(keys, watched), runEngine(keys, watched)]);
  await send(keys);
  await expectAllDone(keys, watched);
  expect(watched.decisions.filter((one) => one === 'joined')).toHaveLength(ALERTS.length);
  expect(watched.decisions.filter((one) => one === 'counted')).toHaveLength(EVENTS - ALERTS.length);
  expect(watched.errors).toEqual([]);
});

test('calls that fail on the way to Redis, before or after they are done, lose and double nothing', async () => {
  const keys = keysOf(randomUUID());
  const watched: Watched = { decisions: [], errors: [] };
  let failures = 3;
  const unreliable = (store: EventStore): EventStore => ({
    ...store,
    async commit(commits) {
      if (commits.length === 0 || failures === 0) return store.commit(commits);
      failures -= 1;
      if (failures % 2 === 0) throw new Error('the call was lost');
      await store.commit(commits);
      throw new Error('the answer was lost');
    },
  });
  await Promise.all([runEngine(keys, watched, unreliable), runEngine(keys, watched, unreliable)]);
  await send(keys);
  // Instead of waiting until what was taken counts as abandoned.
  await until('the inbox is empty', async () => {
    const pending = await redis.client.xpending(keys.inbox, 'engines', '-', '+', 1_000);
    for (const [id, consumer] of pending as [string, string][]) {
      await redis.client.xclaim(keys.inbox, 'engines', consumer, 0, id, 'IDLE', 6_000, 'JUSTID');
    }
    return (await redis.client.xlen(keys.inbox)) === 0 && failures === 0;
  });
  const store = createRedisEventStore(
    redis.client,
    redis.client,
    keys,
    activePolicy(redis.client, keys),
  );
  const none = new Set<string>();
  const { alerts } = await store.load({
    alerts: new Set(ALERTS),
    groups: none,
    members: none,
    joining: new Map(),
    waiting: none,
    openings: none,
  });
  for (const { value } of alerts.values()) expect(value?.occurrences).toBe(EVENTS / ALERTS.length);
  expect(watched.errors).toHaveLength(3);
});

test('a backlog of large messages is worked off, and holds up nothing behind it', async () => {
  const keys = keysOf(randomUUID());
  const watched: Watched = { decisions: [], errors: [] };
  const inbox = createRedisInbox(redis.client, keys, 60_000);
  await createRedisEventStore(
    redis.client,
    redis.client,
    keys,
    activePolicy(redis.client, keys),
  ).open();
  const now = Date.now();
  for (let message = 0; message < 10; message += 1) {
    const signals = Array.from({ length: 1_000 }, (_, index) =>
      signal(`m${message}-${index}`, { startsAt: now, changedAt: now, labels: { team: 'bulk' } }),
    );
    const event = { type: 'signals', traceId: '', signals } as const;
    await inbox.accept({ messageId: `bulk-${message}`, event });
  }
  await runEngine(keys, watched);
  await until('the inbox is empty', async () => (await redis.client.xlen(keys.inbox)) === 0);
  expect(watched.errors).toEqual([]);
  expect(watched.decisions.filter((decision) => decision === 'joined')).toHaveLength(10_000);
});

test('an engine goes on when Redis lost everything under it', async () => {
  const keys = keysOf(randomUUID());
  const watched: Watched = { decisions: [], errors: [] };
  await runEngine(keys, watched);
  await redis.client.flushall();
  await send(keys);
  await until('the inbox is empty', async () => (await redis.client.xlen(keys.inbox)) === 0);
  expect(watched.decisions.length).toBeGreaterThan(0);
});
