import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { appRoutes } from '@bull-board/api/dist/routes.js';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { listen, type Listening } from '../../../demo/listen.ts';
import { createQueueBoard, type QueueBoard } from '../../../src/jobs/board/board.ts';
import { SHOWN_QUEUES } from '../../../src/jobs/board/shown-queues.ts';
import { createLookQueue, LOOKED_AT } from '../../../src/jobs/look-queue.ts';
import { createChangeQueue } from '../../../src/jobs/change-queue.ts';
import { createChatQueue, createChatWorker } from '../../../src/jobs/chat-queue.ts';
import { createDeliveryQueue } from '../../../src/jobs/delivery-queue.ts';
import { createGraphQueue } from '../../../src/jobs/graph-queue.ts';
import type { QueueWorker } from '../../../src/jobs/queue-worker.ts';
import { createSlowQueue } from '../../../src/jobs/slow-queue.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/wait.ts';

/** A secret of the config. */
const KEY = 'R0123456789ABCDEF0123456789ABCDE';
/** Stands in everything else that nobody may see. */
const MARK = 'S3CRET';
const PREFIX = '{board}:queue';

const REQUEST = {
  type: 'command',
  id: `${MARK}.1`,
  traceId: 'trace-1',
  at: 1_767_668_400_000,
  person: { id: 'U1', name: 'ana' },
  command: '/report',
  text: `typed ${MARK}`,
  channelId: 'C1',
  responseUrl: `https://hooks.slack.com/commands/T1/2/${MARK}`,
  triggerId: `1.2.${MARK}`,
};
const CLICK = { ...REQUEST, type: 'action', actionId: 'ack', value: MARK };

let redis: TestRedis;
let board: QueueBoard;
let server: Listening;
const closing: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  redis = await startRedis();
  const connection = { url: redis.url, maxRetriesPerRequest: null };
  const options = { connection, prefix: PREFIX, onError: () => {} };
  await fill(options);
  board = createQueueBoard({ ...options, path: '/q', secrets: [KEY], signOutPath: '/sign-out' });
  server = await listen(createServer(board.requests));
});
afterAll(async () => {
  await server.stop();
  await board.close();
  for (const one of closing) await one.close();
  await redis.stop();
});

type Options = Parameters<typeof createChatQueue>[0];

/** Real jobs in every queue, done, failed and waiting, with what nobody may see wherever it can be. */
async function fill(options: Options): Promise<void> {
  const chat = createChatQueue(options);
  await chat.add({ ...REQUEST, id: 'done' });
  await chat.add({ ...CLICK, id: 'fails' });
  await runUntilOver(
    createChatWorker(
      async (request) => {
        const { id } = z.object({ id: z.string() }).parse(request);
        if (id !== 'fails') return;
        throw new Error(`no answer of ${REQUEST.responseUrl} with the key ${KEY}`);
      },
      { ...options, onFailed: () => {} },
    ),
    new Queue('chat', options),
  );
  await chat.add(REQUEST);

  const slow = createSlowQueue(options);
  const asker = { id: 'U1', name: 'Ana Ruiz', actor: 'ana', role: 'viewer', why: MARK };
  const result = { outcome: 'done', at: 1, text: MARK, blocks: [{ text: MARK }], isPublic: true };
  await slow.add('s1', { request: REQUEST, asker, result, failures: 2 });
  const deliveries = createDeliveryQueue(options);
  await deliveries.add([
    {
      kind: 'deliver',
      group: 'ops.1',
      integration: 'slack/#ops',
      severity: 'critical',
      traceId: 'trace-2',
    },
  ]);
  const graphs = createGraphQueue({
    ...options,
    draw: async () => 'drawn',
    turn: async () => 0,
    onDone: () => {},
  });
  await graphs.add({
    group: 'ops.1',
    integration: 'slack/#ops',
    episode: 1,
    severity: 'warning',
    traceId: 'trace-3',
    alert: 'f1',
    over: { channel: 'C1', ts: '1.2', text: MARK, blocks: [] },
  });
  const changes = createChangeQueue(async () => {}, options);
  await changes.add([
    {
      id: 'd1',
      service: 'a1b2c3',
      deployment: {
        summary: `orders 4.1 by ${KEY}`,
        outcome: 'succeeded',
        at: 1,
        labels: { token: MARK },
        links: [{ title: 'run', url: `https://ci.example.com/?key=${MARK}` }],
      },
    },
  ]);
  // What none of ours does yet: it would not be seen, either.
  const bull = new Queue('chat', options);
  const [job] = await bull.getFailed();
  await job?.log(MARK);
  await job?.updateProgress({ step: MARK });
  await bull.add('later', {}, { deduplication: { id: MARK }, delay: 60_000 });
  await bull.upsertJobScheduler('nightly', { every: 3_600_000 }, { data: { token: MARK } });
  await bull.close();
  const actions = createLookQueue('actions', options);
  await actions.add(['retrain-0123456789abcdef0123456789abcdef']);
  closing.push(chat, slow, deliveries, graphs, changes, actions);
}

async function runUntilOver(worker: QueueWorker, queue: Queue): Promise<void> {
  worker.run();
  await until(
    'all is done',
    async () => (await queue.getFailedCount()) === 1 && (await queue.getCompletedCount()) === 1,
  );
  await worker.close();
  await queue.close();
}

/** Every address that a route of bull-board stands for here. */
async function addresses(route: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of Object.keys(SHOWN_QUEUES)) {
    const named = route.replace(':queueName', name);
    if (!named.includes(':jobId')) {
      found.push(named);
      continue;
    }
    const queue = new Queue(name, { connection: { url: redis.url }, prefix: PREFIX });
    for (const { id = '' } of await queue.getJobs()) {
      found.push(named.replace(':jobId', encodeURIComponent(id)));
    }
    await queue.close();
  }
  const rest = { ':queueStatus': 'failed', ':schedulerId': 'nightly' };
  return [...new Set(found)].map((path) =>
    Object.entries(rest).reduce((filled, [name, value]) => filled.replace(name, value), path),
  );
}

async function get(path: string, method = 'GET') {
  const init =
    method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } };
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { method, ...init });
  return { status: answer.status, body: await answer.text() };
}

/** Method and route of everything that bull-board answers. */
function routesOf(kind: 'reads' | 'writes'): readonly (readonly [string, string])[] {
  const { entryPoint, api } = appRoutes;
  return [entryPoint, ...api].flatMap(({ method, route }) =>
    [method]
      .flat()
      .flatMap((one) =>
        [route]
          .flat()
          .flatMap((path) =>
            (one === 'get') === (kind === 'reads') ? [[one.toUpperCase(), path] as const] : [],
          ),
      ),
  );
}

test('no page and no answer holds what nobody may see', async () => {
  const routes = routesOf('reads');
  expect(routes.length).toBeGreaterThan(10);
  const statuses = ['latest', 'completed', 'failed', 'waiting', 'delayed', 'prioritized'];
  const paths = [
    ...(await Promise.all(routes.map(([, route]) => addresses(route)))).flat(),
    ...Object.keys(SHOWN_QUEUES).flatMap((name) =>
      statuses.map((status) => `/api/queues?activeQueue=${name}&status=${status}`),
    ),
  ];
  const leaks: string[] = [];
  let jobs = 0;
  for (const path of paths) {
    const { body } = await get(path);
    if (body.includes(MARK) || body.includes(KEY)) leaks.push(`${path}: ${body}`);
    jobs += [...body.matchAll(/"timestamp":/gu)].length;
  }
  expect(leaks).toEqual([]);
  // It has looked at something.
  expect(jobs).toBeGreaterThan(20);
});

const jobsSchema = z.object({
  queues: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      readOnlyMode: z.boolean(),
      jobs: z.array(z.looseObject({ data: z.unknown(), failedReason: z.string().optional() })),
    }),
  ),
});

async function jobsIn(queue: string, status: string) {
  const { body } = await get(`/api/queues?activeQueue=${queue}&status=${status}&jobsPerPage=1000`);
  return jobsSchema.parse(JSON.parse(body)).queues.find(({ name }) => name === queue)?.jobs;
}

test('a job that failed says why, who asked for what, and when', async () => {
  expect(await jobsIn('chat', 'failed')).toEqual([
    expect.objectContaining({
      name: 'request',
      failedReason: 'no answer of https://hooks.slack.com/… with the key [redacted]',
      data: {
        type: 'action',
        actionId: 'ack',
        command: '/report',
        traceId: 'trace-1',
        at: REQUEST.at,
        person: { id: 'U1', name: 'ana' },
        channelId: 'C1',
      },
    }),
  ]);
});

test('each queue shows of its jobs what they are about', async () => {
  const data = async (queue: string) => (await jobsIn(queue, 'latest'))?.map((job) => job.data);
  const target = { group: 'ops.1', integration: 'slack/#ops' };
  expect(await data('deliveries')).toEqual([target]);
  expect(await data('graphs')).toEqual([
    { ...target, episode: 1, severity: 'warning', traceId: 'trace-3', alert: 'f1' },
  ]);
  expect(await data('changes')).toEqual([
    {
      id: 'd1',
      service: 'a1b2c3',
      deployment: { summary: 'orders 4.1 by [redacted]', outcome: 'succeeded', at: 1 },
    },
  ]);
  expect(await data('slow')).toEqual([
    {
      request: expect.objectContaining({ command: '/report', traceId: 'trace-1' }),
      asker: { id: 'U1', name: 'Ana Ruiz', role: 'viewer' },
      failures: 2,
      result: { outcome: 'done', at: 1 },
    },
  ]);
});

test('nothing that is written changes anything, whoever lets it through', async () => {
  const before = await snapshot();
  const writes = routesOf('writes');
  expect(writes.length).toBeGreaterThan(10);
  for (const [method, route] of writes) {
    for (const path of await addresses(route)) {
      const { status } = await get(path, method);
      // All that may be paused or resumed would be: there is none.
      expect([path, isForAll(path) || status]).toEqual([path, isForAll(path) || 405]);
    }
  }
  expect(await snapshot()).toEqual(before);
});

function isForAll(path: string): boolean {
  return path === '/api/queues/pause' || path === '/api/queues/resume';
}

/** Everything of the queues in Redis, but for the turn to look after the jobs of the dead, which expires. */
async function snapshot(): Promise<Readonly<Record<string, unknown>>> {
  const all = await redis.client.keys(`${PREFIX}:*`);
  const keys = all.filter((key) => !key.endsWith(':stalled-check')).toSorted();
  return Object.fromEntries(
    await Promise.all(keys.map(async (key) => [key, await redis.client.dumpBuffer(key)] as const)),
  );
}

test('every queue that there is is shown', async () => {
  const folder = new URL('../../../src/jobs/', import.meta.url);
  const sources = (await readdir(folder)).filter(
    (name) => name.endsWith('-queue.ts') && name !== 'look-queue.ts',
  );
  const texts = await Promise.all(sources.map((name) => readFile(new URL(name, folder), 'utf8')));
  const names = texts.flatMap((text) => /^const QUEUE = '(\w+)';$/mu.exec(text)?.[1] ?? []);
  expect(names).toHaveLength(sources.length);
  const byName = (a: string, b: string) => a.localeCompare(b);
  const all = [...names, ...LOOKED_AT].toSorted(byName);
  expect(Object.keys(SHOWN_QUEUES).toSorted(byName)).toEqual(all);
});
