import { Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createGraphQueue,
  type GraphJob,
  type GraphQueue,
  type GraphQueueOptions,
} from '../../src/jobs/graph-queue.ts';
import { createRedisRateLimiter } from '../../src/store/redis/rate-limiter.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/wait.ts';

let redis: TestRedis;
let queue: GraphQueue | undefined;
let drawn: GraphJob[];
let outcomes: string[];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

beforeEach(async () => {
  await redis.client.flushall();
  drawn = [];
  outcomes = [];
});
afterEach(() => queue?.close());

function open(options: Partial<GraphQueueOptions> = {}): GraphQueue {
  queue = createGraphQueue({
    connection: { url: redis.url, maxRetriesPerRequest: null },
    prefix: '{test}:queue',
    onError: () => {},
    turn: async () => 0,
    async draw(job) {
      drawn.push(job);
      return 'drawn';
    },
    onDone: (_, outcome) => void outcomes.push(outcome),
    ...options,
  });
  return queue;
}

const JOB: GraphJob = {
  group: 'ops.1',
  integration: 'slack/#ops',
  episode: 1,
  severity: 'warning',
  traceId: '',
  alert: 'a',
};
const OVER = { channel: 'C1', ts: '1.2', text: 'over', blocks: [] };

test('a message gets one graph while it fires and one when it is over, however often it is asked for', async () => {
  const graphs = open();
  graphs.run();
  await graphs.add(JOB);
  await graphs.add(JOB);
  await until('it is drawn', () => outcomes.length === 1);
  await graphs.add(JOB);
  await graphs.add({ ...JOB, over: OVER });
  await until('the other is drawn', () => outcomes.length === 2);
  expect(drawn).toEqual([JOB, { ...JOB, over: OVER }]);
});

test('of 500 groups that fire at once a few get a graph, the worst first', async () => {
  const limiter = createRedisRateLimiter(redis.client, keysOf('test'));
  const bucket = { key: 'graphs', capacity: 10, perSecond: 1 / 60 };
  const graphs = open({ turn: ({ severity }, id) => limiter.take(bucket, { id, severity }) });
  const jobs = Array.from({ length: 500 }, (_, index): GraphJob => ({
    ...JOB,
    group: `ops.${index}`,
    severity: index % 50 === 0 ? 'critical' : 'warning',
  }));
  await Promise.all(jobs.map((job) => graphs.add(job)));
  graphs.run();
  const names = new Queue('graphs', { connection: { url: redis.url }, prefix: '{test}:queue' });
  await until('all were looked at', async () => {
    const waiting = await names.getJobCountByTypes('delayed');
    return waiting + outcomes.length === 500;
  });
  await names.close();
  expect(drawn.map(({ severity }) => severity)).toEqual(Array(10).fill('critical'));
});

test('one whose turn comes too late is left out at once', async () => {
  const graphs = open({ turn: async () => 10 * 60_000 });
  graphs.run();
  await graphs.add(JOB);
  await until('it is left out', () => outcomes.length === 1);
  expect([outcomes, drawn]).toEqual([['late'], []]);
});

test('one that fails is tried again, and is not said to have failed before the last time', async () => {
  const graphs = open({
    async draw(job) {
      drawn.push(job);
      throw new Error('Slack has not looked through the picture yet');
    },
  });
  graphs.run();
  await graphs.add(JOB);
  await until('it is tried again', () => drawn.length === 2);
  expect(outcomes).toEqual([]);
});
