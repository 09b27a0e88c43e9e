import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, connectWaiting } from '../../src/store/redis/connect.ts';
import { createRedisEventStore } from '../../src/store/redis/event-store.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { activePolicy } from '../support/active-policy.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/wait.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

async function openStore() {
  const address = { url: redis.url };
  const [client, waiting] = [connect(address, () => {}), connectWaiting(address, () => {})];
  const keys = keysOf(randomUUID());
  const store = createRedisEventStore(client, waiting, keys, activePolicy(client, keys));
  await store.open();
  const close = () => {
    store.close();
    client.disconnect();
  };
  return { store, waiting, close };
}

/** The median of how long it takes to wait so long for nothing, in milliseconds. */
async function timeOf(take: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < 15; count += 1) {
    const begun = performance.now();
    await take();
    times.push(performance.now() - begun);
  }
  return times.toSorted((a, b) => a - b)[7] ?? Number.NaN;
}

// Redis with nothing else to do looks at those who wait every 100 ms.
test('the waiting for events ends on time on a Redis that has nothing else to do', async () => {
  const { store, close } = await openStore();
  expect(await timeOf(() => store.take({ max: 1, waitMs: 0 }))).toBeLessThan(50);
  expect(await timeOf(() => store.take({ max: 1, waitMs: 10 }))).toBeLessThan(50);
  close();
});

test('it does so too once it had to connect again', async () => {
  const { store, waiting, close } = await openStore();
  await store.take({ max: 1, waitMs: 10 });
  waiting.disconnect(true);
  await until('it is connected again', () => waiting.status === 'ready');
  expect(await timeOf(() => store.take({ max: 1, waitMs: 10 }))).toBeLessThan(50);
  close();
});
