import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Effect } from '../../src/engine/ports/delivery-store.ts';
import type { DeliveryQueue } from '../../src/jobs/delivery-queue.ts';
import { startRelay, type Relay } from '../../src/jobs/relay.ts';
import { createRedisDeliveryStore } from '../../src/store/redis/delivery-store.ts';
import { activePolicy } from '../support/active-policy.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/wait.ts';
import { KEYS } from './support/outstanding.ts';

let redis: TestRedis;
let added: string[];
let errors: unknown[];
let relay: Relay | undefined;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

beforeEach(async () => {
  await redis.client.flushall();
  added = [];
  errors = [];
  return async () => {
    vi.useRealTimers();
    await relay?.stop();
  };
});

/** No time passes for the relay any more: it does not look by itself. */
function stopTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
}

/** Waits without timers, so also while time stands still; the test's own limit ends it. */
async function untilItIs(ask: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await ask())) await new Promise(setImmediate);
}

const queue = {
  async add(effects: readonly Effect[]) {
    added.push(...effects.map(({ group }) => group));
  },
};

function start(into: Pick<DeliveryQueue, 'add'> = queue): Relay {
  const store = createRedisDeliveryStore(redis.client, KEYS, activePolicy(redis.client, KEYS));
  relay = startRelay(
    (max) => store.claimEffects(max),
    (effects) => into.add(effects),
    (error) => errors.push(error),
  );
  return relay;
}

async function put(group: string): Promise<void> {
  const effect: Effect = {
    kind: 'deliver',
    group,
    integration: 'i',
    severity: 'error',
    traceId: '',
  };
  await redis.client.hset(KEYS.effects, `${group} i`, JSON.stringify(effect));
  await redis.client.zadd(KEYS.outbox, 0, `${group} i`);
}

describe('the relay', () => {
  test('moves what is in the outbox to the queue, and leaves it there until its outcome is known', async () => {
    await put('a');
    start();
    await until('it is relayed', () => added.length === 1);
    expect(await redis.client.zcard(KEYS.outbox)).toBe(1);
  });

  test('relays once, and again when nothing was heard for a while', async () => {
    await put('a');
    start();
    await until('it is relayed', () => added.length === 1);
    relay?.wake();
    await put('b');
    relay?.wake();
    await until('the other one is relayed', () => added.includes('b'));
    expect(added).toEqual(['a', 'b']);
    // As if the queue had lost it and the time had passed.
    await redis.client.zadd(KEYS.outbox, 0, 'a i');
    relay?.wake();
    await until('it is relayed again', () => added.length === 3);
    expect(added).toEqual(['a', 'b', 'a']);
  });

  test('comes at once when it is told that there is something', async () => {
    stopTime();
    await redis.client.config('RESETSTAT');
    start();
    await untilItIs(async () => (await redis.client.info('commandstats')).includes('cmdstat_eval'));
    await put('a');
    relay?.wake();
    await untilItIs(() => added.length === 1);
    expect(added).toEqual(['a']);
  });

  test('looks by itself too', async () => {
    start();
    await put('a');
    await until('it is relayed', () => added.length === 1);
    expect(added).toEqual(['a']);
  });

  test('moves more than fits in one batch without a pause', async () => {
    for (let index = 0; index < 450; index += 1) await put(`g${index}`);
    stopTime();
    start();
    await untilItIs(() => added.length === 450);
    expect(new Set(added).size).toBe(450);
  });

  test('takes out what stands in the outbox without an effect, and moves the rest', async () => {
    await redis.client.zadd(KEYS.outbox, 0, 'orphan i');
    await put('a');
    start();
    await until('it is relayed', () => added.length === 1);
    expect(added).toEqual(['a']);
    expect(errors).toEqual([]);
    expect(await redis.client.zrange(KEYS.outbox, '0', '-1')).toEqual(['a i']);
  });

  test('says what went wrong and goes on', async () => {
    await put('a');
    let failures = 0;
    start({
      async add(effects) {
        failures += 1;
        if (failures === 1) throw new Error('the queue is away');
        return queue.add(effects);
      },
    });
    await until('it failed', () => errors.length === 1);
    await redis.client.zadd(KEYS.outbox, 0, 'a i');
    relay?.wake();
    await until('it is relayed', () => added.length === 1);
    expect(errors).toEqual([new Error('the queue is away')]);
  });

  test('looks no more once it is stopped', async () => {
    await start().stop();
    await put('a');
    relay?.wake();
    await relay?.stop();
    expect(added).toEqual([]);
  });
});
