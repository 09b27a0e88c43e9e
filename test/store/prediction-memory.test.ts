import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRedisPredictions } from '../../src/store/redis/predictions.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

const DAY = 86_400;
const KEYS = keysOf('memory');

let redis: TestRedis;
beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());

test('predictions are gone by themselves after their last day, and take few bytes until then', async () => {
  const today = Math.floor(Date.now() / 1_000 / DAY);
  const store = createRedisPredictions(redis.client, KEYS, Date.now);
  const rows = Array.from({ length: 10_000 }, (_, index) => ({
    entity: `user-${100_000 + index}`,
    day: today - 1,
    at: Date.now(),
    probability: (index % 1_000) / 1_000,
    version: '7',
    label: 'goes',
  }));
  await store.keep('churn', rows);
  await store.keepTruths(
    'churn',
    rows.map(({ entity, day, at }) => ({ entity, day, at, actual: 1 })),
  );
  const keys = ['predictions', 'truths'].map((kind) =>
    KEYS.predictions.part(kind, 'churn', '*', '*'),
  );
  const days = ['predictions', 'truths'].map((kind) => KEYS.predictions.days(kind, 'churn'));
  for (const key of days) expect(await redis.client.ttl(key)).toBeGreaterThan(90 * DAY);
  const sizes: number[] = [];
  for (const pattern of keys) {
    const parts = await redis.client.keys(pattern);
    expect(parts).toHaveLength(128);
    let bytes = 0;
    for (const part of parts) {
      expect(await redis.client.call('OBJECT', 'ENCODING', part)).toMatch(/^(?:list|zip)/u);
      const goneAt = (Date.now() + (await redis.client.pttl(part))) / 1_000;
      expect(goneAt / DAY).toBeCloseTo(today + 90, 3);
      bytes += Number(await redis.client.call('MEMORY', 'USAGE', part));
    }
    sizes.push(bytes / rows.length);
  }
  expect(sizes[0]).toBeLessThan(60);
  expect(sizes[1]).toBeLessThan(45);
});
