import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRedisClock } from '../../src/store/redis/clock.ts';
import { toMilliseconds } from '../../src/store/redis/record.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());

const HOUR = 3_600_000;

test('the clock shows Redis’s time, however wrong this machine’s is', async () => {
  const ahead = {
    time: async () => [(toMilliseconds(await redis.client.time()) + HOUR) / 1000, 0],
  };
  const asked = performance.now();
  const clock = await startRedisClock(ahead);
  // It is off by no more than what it took to ask.
  const trip = performance.now() - asked + 1;
  const before = toMilliseconds(await redis.client.time());
  const shown = clock.now() - HOUR;
  const after = toMilliseconds(await redis.client.time());
  expect(shown).toBeGreaterThanOrEqual(before - trip);
  expect(shown).toBeLessThanOrEqual(after + trip);
  clock.stop();
});

test('a clock can not be started without Redis', async () => {
  const gone = { time: () => Promise.reject(new Error('no connection')) };
  await expect(startRedisClock(gone)).rejects.toThrow('no connection');
});
