import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSlowQueue } from '../../src/jobs/slow-queue.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());

test('a job that no replica can read is given up within a day', async () => {
  const connection = { url: redis.url, maxRetriesPerRequest: null };
  const options = { connection, prefix: '{unread}:queue', onError: () => {} };
  const queue = createSlowQueue(options);
  await queue.add('s1', { written: 'by a later version' });
  const bull = new Queue('slow', options);
  const { attempts = 0, backoff } = (await bull.getJob('s1'))?.opts ?? {};
  const pause = typeof backoff === 'object' ? (backoff.delay ?? 0) : 0;
  expect(pause).toBeGreaterThan(0);
  expect(attempts * pause).toBeLessThanOrEqual(24 * 60 * 60_000);
  // As long as what came of a job is tried to be told.
  expect(attempts * pause).toBeGreaterThan(8 * 60 * 60_000);
  await bull.close();
  await queue.close();
});
