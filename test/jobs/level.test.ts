import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Signal } from '../../src/alert/signal.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Adapter } from '../../src/delivery/adapter.ts';
import type { DeliveryView } from '../../src/delivery/view.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { Target } from '../../src/engine/ports/delivery-store.ts';
import type { Inbox } from '../../src/engine/ports/inbox.ts';
import { createPromptDelivery } from '../../src/jobs/prompt-delivery.ts';
import { Leases } from '../../src/jobs/leases.ts';
import { deliver } from '../../src/jobs/deliver.ts';
import { createDeliveryQueue, createDeliveryWorker } from '../../src/jobs/delivery-queue.ts';
import { startRelay } from '../../src/jobs/relay.ts';
import { connectWaiting } from '../../src/store/redis/connect.ts';
import { createRedisDeliveryStore } from '../../src/store/redis/delivery-store.ts';
import { createRedisTroubles } from '../../src/store/redis/troubles.ts';
import { createRedisEventStore } from '../../src/store/redis/event-store.ts';
import { createRedisInbox } from '../../src/store/redis/inbox.ts';
import { sampleAlert } from '../delivery/support/views.ts';
import { activePolicy } from '../support/active-policy.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/wait.ts';
import { KEYS } from './support/outstanding.ts';

const CONFIG = `
route: { receiver: team, group_by: [], group_wait: 0s, group_interval: 1s }
receivers: [ { name: team, webhook: [ { url: "http://127.0.0.1:9/" } ] } ]
`;

let redis: TestRedis;
let inbox: Inbox;
let pictures: number[];
let during: (view: DeliveryView) => Promise<void>;
let closers: (() => Promise<unknown>)[];

const adapter: Adapter = {
  detail: 1,
  async deliver(view) {
    await during(view);
    pictures.push(view.firing.length);
    return { outcome: 'delivered' };
  },
};

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

beforeEach(async () => {
  await redis.client.flushall();
  pictures = [];
  during = async () => {};
  inbox = createRedisInbox(redis.client, KEYS, 60_000);
  closers = await startPipeline();
  return async () => {
    for (const close of closers.toReversed()) await close();
  };
});

/** Everything between the inbox and the adapter, as `app.ts` wires it. */
async function startPipeline(): Promise<(() => Promise<unknown>)[]> {
  const { policy } = loadConfig({ text: CONFIG, env: {} });
  if (policy === undefined) throw new Error('the config is broken');
  const waiting = connectWaiting({ url: redis.url }, () => {});
  const store = createRedisEventStore(
    redis.client,
    waiting,
    KEYS,
    activePolicy(redis.client, KEYS),
  );
  await store.open();
  const deliveries = createRedisDeliveryStore(redis.client, KEYS, activePolicy(redis.client, KEYS));
  const options = {
    connection: { url: redis.url, maxRetriesPerRequest: null },
    prefix: '{test}:queue',
    onError: () => {},
    onFailed: () => {},
  };
  const queue = createDeliveryQueue(options);
  const leases = new Leases(deliveries);
  const run = (target: Target) =>
    deliver(target, {
      store: deliveries,
      leases,
      outletOf: () => ({ adapter, isFormer: false }),
      troubles: createRedisTroubles(redis.client, KEYS),
      onReport: () => {},
    });
  const worker = createDeliveryWorker(run, options);
  const prompt = createPromptDelivery(run, { ...options, store: deliveries, queue });
  const relay = startRelay(
    (max) => deliveries.claimEffects(max),
    (effects) => prompt.add(effects),
    () => {},
  );
  const engine: Engine = createEngine(store, () => policy, {
    onDecision: () => {},
    onEffects: () => relay.wake(),
    onStanding: () => {},
    onError: () => {},
  });
  prompt.run();
  worker.run();
  void engine.run();
  return [
    async () => waiting.disconnect(),
    () => queue.close(),
    () => worker.close(),
    () => prompt.close(),
    () => relay.stop(),
    () => engine.stop(),
  ];
}

let unique = 0;
async function fire(count: number): Promise<void> {
  unique += 1;
  const now = Date.now();
  const signals = Array.from({ length: count }, (_, index): Signal => {
    const {
      groups: _groups,
      seenAt: _seen,
      occurrences: _count,
      severity,
      ...alert
    } = sampleAlert({});
    return {
      ...alert,
      id: `${unique}-${index}`,
      fingerprint: `${unique}-${index}`.padStart(16, '0'),
      status: 'firing',
      defaultSeverity: severity,
      startsAt: now,
      changedAt: now,
      resends: false,
    };
  });
  await inbox.accept({
    messageId: `message-${unique}`,
    event: { type: 'signals', traceId: 'f'.repeat(32), signals },
  });
}

test('a change that comes while a delivery is under way leads to another, which shows it', async () => {
  during = async ({ firing }) => {
    if (firing.length > 1) return;
    await fire(1);
    await until('the group has grown', async () => {
      const keys = await redis.client.keys(KEYS.members('*'));
      return (await redis.client.hlen(keys[0] ?? '')) === 2;
    });
  };
  await fire(1);
  await until('both are shown', () => pictures.at(-1) === 2);
  expect(pictures).toEqual([1, 2]);
});

test('a storm of changes is a handful of deliveries, and the last picture is complete', async () => {
  const gate = Promise.withResolvers<void>();
  during = () => gate.promise;
  await fire(1);
  for (let wave = 0; wave < 50; wave += 1) await fire(2);
  await until('the storm is decided', async () => (await redis.client.xlen(KEYS.inbox)) === 0);
  gate.resolve();
  await until('all are shown', () => pictures.at(-1) === 101);
  await until('nothing is under way', async () => (await redis.client.zcard(KEYS.outbox)) === 0);
  expect(pictures.length).toBeLessThanOrEqual(3);
});

test('a delivery that got lost on the way to the queue is made all the same', async () => {
  await fire(1);
  await until('it is told', () => pictures.length === 1);
  await until('nothing is under way', async () => (await redis.client.zcard(KEYS.outbox)) === 0);
  let isTried = false;
  during = () => {
    isTried = true;
    return Promise.reject(new Error('the process dies'));
  };
  await fire(1);
  await until('it is tried', () => isTried);
  // The queue loses everything; the outbox has it, and its time has come.
  await redis.client.del(...(await redis.client.keys('{test}:queue*')));
  during = async () => {};
  const [id = ''] = await redis.client.zrange(KEYS.outbox, '0', '-1');
  await redis.client.zadd(KEYS.outbox, 0, id);
  await until('it is told', () => pictures.length === 2);
  expect(pictures).toEqual([1, 2]);
});
