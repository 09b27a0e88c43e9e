import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createChatQueue, createChatWorker } from '../../src/jobs/chat-queue.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/wait.ts';

let redis: TestRedis;
let failures: unknown[];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

beforeEach(() => {
  failures = [];
});

function options(prefix: string) {
  const connection = { url: redis.url, maxRetriesPerRequest: null };
  return {
    connection,
    prefix: `{${prefix}}:queue`,
    onError: (error: unknown) => failures.push(error),
    onFailed: (error: unknown) => failures.push(error),
  };
}

test('a redelivery is known as one, before and after it was carried out', async () => {
  const done: unknown[] = [];
  const queue = createChatQueue(options('redelivery'));
  await queue.add({ id: 'trigger 1:2' });
  await queue.add({ id: 'trigger 1:2' });
  const worker = createChatWorker(
    async (request) => void done.push(request),
    options('redelivery'),
  );
  worker.run();
  await until('it is carried out', () => done.length > 0);
  await queue.add({ id: 'trigger 1:2' });
  await queue.add({ id: '17' });
  await until('another is carried out', () => done.length > 1);
  expect(done).toEqual([{ id: 'trigger 1:2' }, { id: '17' }]);
  await worker.close();
  await queue.close();
});

test('one that fails is not tried again, and holds up no other', async () => {
  const done: unknown[] = [];
  const queue = createChatQueue(options('failing'));
  const worker = createChatWorker(async (request) => {
    done.push(request);
    if (done.length === 1) throw new Error('a fault of ours');
  }, options('failing'));
  worker.run();
  await queue.add({ id: 'a' });
  await queue.add({ id: 'b' });
  await until('both were tried', () => done.length === 2 && failures.length > 0);
  expect(failures).toEqual([expect.objectContaining({ message: 'a fault of ours' })]);
  await worker.close();
  await queue.close();
});
