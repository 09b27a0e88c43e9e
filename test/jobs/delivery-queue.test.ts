import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Severity } from '../../src/alert/severity.ts';
import type { Effect, Target } from '../../src/engine/ports/delivery-store.ts';
import type { Delivered } from '../../src/jobs/deliver.ts';
import {
  createDeliveryQueue,
  createDeliveryWorker,
  type DeliveryQueue,
} from '../../src/jobs/delivery-queue.ts';
import type { QueueWorker } from '../../src/jobs/queue-worker.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/wait.ts';

const PREFIX = '{test}:queue';
const HOUR = 3_600_000;

let redis: TestRedis;
let queue: DeliveryQueue;
let inspector: Queue;
let errors: Error[];
let failed: (readonly [string, Target | undefined])[];
let ran: string[];
let worker: QueueWorker | undefined;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

beforeEach(async () => {
  await redis.client.flushall();
  errors = [];
  failed = [];
  ran = [];
  queue = createDeliveryQueue(options());
  inspector = new Queue('deliveries', options());
  return async () => {
    await worker?.close();
    worker = undefined;
    await queue.close();
    await inspector.close();
  };
});

function options() {
  return {
    connection: { url: redis.url, maxRetriesPerRequest: null },
    prefix: PREFIX,
    onError: (error: Error) => void errors.push(error),
    onFailed: (error: Error, target?: Target) => void failed.push([error.message, target]),
  };
}

function effect(group: string, severity: Severity = 'error'): Effect {
  return { kind: 'deliver', group, integration: 'i', severity, traceId: '' };
}

function start(run: (target: Target) => Promise<Delivered> = async () => ({})): void {
  worker = createDeliveryWorker(async (target) => {
    ran.push(target.group);
    return run(target);
  }, options());
  worker.run();
}

async function untilDone(): Promise<void> {
  await until('the queue is empty', async () => {
    const counts = await inspector.getJobCounts();
    return Object.values(counts).every((count) => count === 0);
  });
}

/** The deliveries that wait go on, however long they were to wait. */
async function endOfWaiting(): Promise<void> {
  for (const job of await inspector.getDelayed()) await job.promote();
}

describe('the queue', () => {
  test('takes the worst first', async () => {
    const severities: Severity[] = ['info', 'warning', 'critical', 'error', 'critical'];
    await queue.add(severities.map((severity, index) => effect(`${severity} ${index}`, severity)));
    start();
    await until('all ran', () => ran.length === severities.length);
    expect(ran).toEqual(['critical 2', 'critical 4', 'error 3', 'warning 1', 'info 0']);
  });

  test('holds a target once, however often it is asked for', async () => {
    for (let time = 0; time < 5; time += 1) await queue.add([effect('a'), effect('b')]);
    start();
    await untilDone();
    expect(ran.toSorted()).toEqual(['a', 'b']);
  });

  test('runs a target once more when it was asked for while it ran', async () => {
    const gate = Promise.withResolvers<void>();
    start(async () => {
      await gate.promise;
      return {};
    });
    await queue.add([effect('a')]);
    await until('it runs', () => ran.length === 1);
    await queue.add([effect('a')]);
    await queue.add([effect('a')]);
    gate.resolve();
    await until('it ran again', () => ran.length === 2);
    await untilDone();
    expect(ran).toEqual(['a', 'a']);
  });

  test('lets a delivery that must wait hold up no other', async () => {
    const isSecond = () => ran.filter((group) => group === 'slow').length > 1;
    start(async ({ group }) => (group === 'slow' && !isSecond() ? { again: HOUR } : {}));
    await queue.add([effect('slow', 'critical')]);
    await until('it waits', async () => (await inspector.getDelayedCount()) === 1);
    await queue.add(['b', 'c'].map((group) => effect(group)));
    await until('the others ran', () => ran.length === 3);
    await endOfWaiting();
    await untilDone();
    expect(ran).toEqual(['slow', 'b', 'c', 'slow']);
  });

  test('does not double a delivery that waits when it is relayed again meanwhile', async () => {
    start(async () => (ran.length === 1 ? { again: HOUR } : {}));
    await queue.add([effect('a')]);
    await until('it waits', async () => (await inspector.getDelayedCount()) === 1);
    await queue.add([effect('a')]);
    await endOfWaiting();
    await untilDone();
    expect(ran.length).toBeLessThanOrEqual(3);
    expect(errors).toEqual([]);
  });

  test('waits an hour at most, whatever a service asks for', async () => {
    start(async () => ({ again: Number.MAX_SAFE_INTEGER }));
    await queue.add([effect('a')]);
    const [job] = await until('it waits', async () => {
      const delayed = await inspector.getDelayed();
      return delayed.length > 0 && delayed;
    });
    expect(job?.delay).toBeLessThanOrEqual(HOUR);
    expect(job?.delay).toBeGreaterThan(0.9 * HOUR);
  });

  test('tries again after a fault of ours, and says what it was and whose delivery it met', async () => {
    start(async () => {
      if (ran.length === 1) throw new Error('a bug');
      return {};
    });
    await queue.add([effect('a')]);
    await until('it ran again', () => ran.length === 2);
    await untilDone();
    expect(failed).toEqual([['a bug', { group: 'a', integration: 'i' }]]);
    expect(errors).toEqual([]);
  });

  test('gives the delivery of a process that died to another', async () => {
    await queue.add([effect('a')]);
    const script = `
      import { createDeliveryWorker } from ${JSON.stringify(new URL('../../src/jobs/delivery-queue.ts', import.meta.url).href)};
      createDeliveryWorker(() => { process.stdout.write('runs'); return new Promise(() => {}); }, {
        connection: { url: ${JSON.stringify(redis.url)}, maxRetriesPerRequest: null },
        prefix: ${JSON.stringify(PREFIX)},
        onError: () => {},
        onFailed: () => {},
      }).run();
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    start();
    await until('it is taken over', () => ran.length === 1);
    await untilDone();
    expect(ran).toEqual(['a']);
  });

  test('closes also while its connection that waits for jobs comes back', async () => {
    start();
    const waiting = await until('it waits for jobs', async () => {
      const clients = String(await redis.client.client('LIST')).split('\n');
      return clients.find((one) => one.includes('cmd=bzpopmin'));
    });
    await redis.client.client('KILL', 'ID', /^id=(\d+)/u.exec(waiting)?.[1] ?? '');
    await expect(worker?.close()).resolves.toBeUndefined();
  });

  test('closes also while Redis is away', async () => {
    const other = await startRedis();
    const connection = { url: other.url, maxRetriesPerRequest: null };
    let isAway = false;
    const closing = createDeliveryWorker(async () => ({}), {
      ...options(),
      connection,
      onError: () => (isAway = true),
    });
    closing.run();
    await until('it is connected', async () =>
      String(await other.client.client('LIST')).includes('cmd=bzpopmin'),
    );
    await other.stop();
    await until('it notices', () => isAway);
    // Else it would wait for what is under way, for ever.
    await expect(closing.close()).resolves.toBeUndefined();
  });
});
