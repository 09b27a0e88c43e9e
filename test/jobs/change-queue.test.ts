import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createChangeQueue, type ChangeJob } from '../../src/jobs/change-queue.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/wait.ts';

let redis: TestRedis;
beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());

test('what a version before this one still had to tell is told after the upgrade', async () => {
  const connection = { url: redis.url, maxRetriesPerRequest: null };
  const options = { connection, prefix: '{upgraded}:queue', onError: () => {} };
  const deployment = { summary: 'shop', outcome: 'failed', at: 1, labels: {}, links: [] };
  const earlier = new Queue('changes', options);
  await earlier.add('change', { id: 'd s', service: 's', deployment });
  await earlier.close();
  const told: ChangeJob[] = [];
  const queue = createChangeQueue(async (job) => void told.push(job), options);
  queue.run();
  await until('it is told', () => told.length > 0);
  expect(told).toEqual([{ id: 'd s', service: 's', deployment }]);
  await queue.close();
});
