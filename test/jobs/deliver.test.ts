import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Adapter, DeliveryResult } from '../../src/delivery/adapter.ts';
import type { DeliveryView } from '../../src/delivery/view.ts';
import type { DeliveryStore, JournalStep } from '../../src/engine/ports/delivery-store.ts';
import { Leases } from '../../src/jobs/leases.ts';
import { deliver, type DeliveryReport } from '../../src/jobs/deliver.ts';
import { createRedisTroubles } from '../../src/store/redis/troubles.ts';
import { createRedisDeliveryStore } from '../../src/store/redis/delivery-store.ts';
import { DUE, sampleAlert } from '../delivery/support/views.ts';
import { activePolicy } from '../support/active-policy.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/wait.ts';
import { KEYS, outcomes, putOutstanding, TARGET } from './support/outstanding.ts';

let redis: TestRedis;
let store: DeliveryStore;
let reports: DeliveryReport[];
let seen: DeliveryView[];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

beforeEach(async () => {
  await redis.client.flushall();
  store = newStore();
  reports = [];
  seen = [];
});

function newStore(): DeliveryStore {
  return createRedisDeliveryStore(redis.client, KEYS, activePolicy(redis.client, KEYS));
}

function answering(answer: DeliveryResult | (() => Promise<DeliveryResult>), detail = 20): Adapter {
  return {
    detail,
    async deliver(view) {
      seen.push(view);
      return typeof answer === 'function' ? answer() : answer;
    },
  };
}

function run(adapter: Adapter | undefined, isFormer = false) {
  return deliver(TARGET, {
    store,
    leases: new Leases(store),
    outletOf: (_, integration) =>
      adapter !== undefined && integration === TARGET.integration
        ? { adapter, isFormer }
        : undefined,
    troubles: createRedisTroubles(redis.client, KEYS),
    onReport: (report) => reports.push(report),
    random: () => 1,
  });
}

/** The pause of a failing service is over. */
async function pauseEnds(): Promise<void> {
  const journal = KEYS.journal(TARGET);
  const text = await redis.client.hget(journal, 'failures');
  if (text === null) return;
  const step: JournalStep = JSON.parse(text);
  const over = { ...step, result: { ...step.result, until: String(Date.now() - 1) } };
  await redis.client.hset(journal, 'failures', JSON.stringify(over));
}

const lease = () => redis.client.get(KEYS.lease(TARGET));
const OK: DeliveryResult = { outcome: 'delivered', handle: { channel: 'C1', ts: '1.2' } };

describe('a delivery', () => {
  test('tells of the group as it is, and hands in what the service said', async () => {
    await putOutstanding(redis.client);
    expect(await run(answering(OK))).toEqual({});
    expect(seen).toMatchObject([
      { group: 'ops.1', severity: 'critical', alerts: [{ resolved: false }] },
    ]);
    expect(await outcomes(redis.client)).toEqual([
      {
        type: 'outcome',
        traceId: DUE.traceId,
        group: 'ops.1',
        integration: 'slack/#incidents',
        result: 'delivered',
        revision: 3,
        dueAt: DUE.at,
        firing: ['0000000000000000'],
        resolved: [],
        handle: { channel: 'C1', ts: '1.2' },
      },
    ]);
    expect(reports).toMatchObject([{ target: TARGET, outcome: 'delivered', traceId: DUE.traceId }]);
    expect(reports[0]?.latencyMs).toBeGreaterThan(0);
  });

  test('that turns out to have been made by an earlier attempt hands in what that one said', async () => {
    await putOutstanding(redis.client);
    const said = { revision: 2, dueAt: DUE.at - 1_000, firing: ['a'], resolved: ['b'] };
    await run(answering({ ...OK, said }));
    expect(await outcomes(redis.client)).toMatchObject([{ result: 'delivered', ...said }]);
  });

  test('that had nothing to say hands that in: nobody was told', async () => {
    await putOutstanding(redis.client);
    await run(answering({ outcome: 'delivered', unasked: true }));
    expect(await outcomes(redis.client)).toMatchObject([{ result: 'delivered', unasked: true }]);
  });

  test('that is a mere edit reports no time from signal to notification', async () => {
    await putOutstanding(redis.client);
    const group = JSON.parse((await redis.client.get(KEYS.group('ops.1')))?.slice(2) ?? '');
    delete group.deliveries[TARGET.integration].due;
    await redis.client.set(KEYS.group('ops.1'), `1|${JSON.stringify(group)}`);
    await run(answering(OK));
    expect(reports[0]).not.toHaveProperty('latencyMs');
    expect((await outcomes(redis.client))[0]).not.toHaveProperty('dueAt');
  });

  test('loads no more alerts than the service wants to hear of, but counts all', async () => {
    const alerts = Array.from({ length: 30 }, (_, index) => sampleAlert({}, index));
    await putOutstanding(redis.client, { alerts });
    await run(answering(OK, 7));
    expect(seen[0]?.alerts).toHaveLength(7);
    expect(seen[0]?.firing).toHaveLength(30);
  });

  test('that must wait gives its place back and says how long', async () => {
    await putOutstanding(redis.client);
    const wait: DeliveryResult = { outcome: 'retry', afterMs: 1_234, why: 'HTTP 500' };
    expect(await run(answering(wait))).toEqual({ again: 1_234 });
    expect(await lease()).toBeNull();
    expect(reports).toMatchObject([{ outcome: 'retry', why: 'HTTP 500', afterMs: 1_234 }]);
  });

  test('that is held up hands that in, once, and since when; one that waits its turn does not', async () => {
    await putOutstanding(redis.client);
    await run(answering({ outcome: 'retry', afterMs: 700, why: 'own rate limit' }));
    expect(await outcomes(redis.client)).toEqual([]);
    const fails = answering({ outcome: 'retry', why: 'HTTP 500' });
    for (let time = 0; time < 3; time += 1) await run(fails);
    expect(await outcomes(redis.client)).toEqual([
      {
        type: 'failing',
        ...TARGET,
        traceId: DUE.traceId,
        since: expect.any(Number),
        why: 'HTTP 500',
      },
    ]);
  });

  test('that some of its readers have is not held up by those who are left', async () => {
    await putOutstanding(redis.client);
    await run(answering({ outcome: 'retry', isPartly: true, why: 'ben@example.com: 450' }));
    expect(await outcomes(redis.client)).toEqual([]);
  });

  test('of what is over before a service took any of it tells nobody, whatever was begun', async () => {
    await putOutstanding(redis.client);
    const step = (result?: Record<string, string>) => ({ begunAt: 1, ...(result && { result }) });
    const journaled = async (steps: Record<string, ReturnType<typeof step>>) => {
      await redis.client.flushall();
      await putOutstanding(redis.client, { member: { endsAt: 1, ended: true } });
      for (const [name, value] of Object.entries(steps)) {
        await redis.client.hset(KEYS.journal(TARGET), name, JSON.stringify(value));
      }
      await run(answering(OK));
      return seen.length;
    };
    expect(await journaled({ post: step({ refused: 'true' }) })).toBe(0);
    expect(await journaled({ post: step() })).toBe(1);
  });

  test('of what is over before anybody was told tells nobody, but of an occurrence', async () => {
    await putOutstanding(redis.client, { member: { endsAt: 1, ended: true } });
    await run(answering(OK));
    expect(seen).toEqual([]);
    expect(await outcomes(redis.client)).toMatchObject([{ result: 'rejected', dueAt: DUE.at }]);
    await redis.client.flushall();
    store = newStore();
    await putOutstanding(redis.client, { member: { endsAt: 1, silent: true } });
    await run(answering(OK));
    expect(seen).toHaveLength(1);
  });

  test('that fails again and again is tried with pauses that grow, until it succeeds', async () => {
    await putOutstanding(redis.client);
    const fails = answering({ outcome: 'retry', why: 'HTTP 500' });
    const pauses: unknown[] = [];
    for (let time = 0; time < 5; time += 1) {
      pauses.push((await run(fails)).again);
      await pauseEnds();
    }
    expect(pauses).toEqual([5_000, 10_000, 20_000, 30_000, 30_000]);
    expect(reports.map(({ afterMs }) => afterMs)).toEqual(pauses);

    await run(answering(OK));
    await redis.client.del(KEYS.lease(TARGET), KEYS.journal(TARGET)); // as the outcome's commit does
    expect(await run(fails)).toEqual({ again: 5_000 });
  });

  test('that waits for its turn, or as long as it was told to, makes no later pause longer', async () => {
    await putOutstanding(redis.client);
    const waits = answering({ outcome: 'retry', afterMs: 700, why: 'own rate limit' });
    const fails = answering({ outcome: 'retry', why: 'HTTP 500' });
    const told = answering({ outcome: 'retry', afterMs: 900, why: 'HTTP 429' });
    expect(await run(waits)).toEqual({ again: 700 });
    expect(await run(fails)).toEqual({ again: 5_000 });
    await pauseEnds();
    expect(await run(waits)).toEqual({ again: 700 });
    expect(await run(told)).toEqual({ again: 900 });
    await pauseEnds();
    expect(await run(fails)).toEqual({ again: 10_000 });
  });

  test.each([
    ['that failed', undefined],
    ['that asked for patience', 60_000],
  ])(
    'leaves a service %s alone until its pause is over, whoever asks for it',
    async (_, afterMs) => {
      await putOutstanding(redis.client);
      const fails = answering({ outcome: 'retry', ...(afterMs && { afterMs }), why: 'HTTP 503' });
      const { again = 0 } = await run(fails);
      const { again: left } = await run(answering(OK));
      expect(left).toBeGreaterThan(again - 1_000);
      expect(left).toBeLessThanOrEqual(again);
      expect(seen).toHaveLength(1);
      expect(await lease()).toBeNull();
      await pauseEnds();
      expect(await run(answering(OK))).toEqual({});
      expect(seen).toHaveLength(2);
    },
  );

  test('waits an hour at most, whatever a service asks for', async () => {
    await putOutstanding(redis.client);
    const told = answering({ outcome: 'retry', afterMs: 86_400_000, why: 'HTTP 429' });
    expect(await run(told)).toEqual({ again: 3_600_000 });
    expect((await run(told)).again).toBeLessThanOrEqual(3_600_000);
  });

  test('that is refused says why', async () => {
    await putOutstanding(redis.client);
    expect(await run(answering({ outcome: 'reject', why: 'is_archived' }))).toEqual({});
    expect(await outcomes(redis.client)).toMatchObject([
      { result: 'rejected', why: 'is_archived' },
    ]);
  });

  test('through an integration that the config has no more is refused', async () => {
    await putOutstanding(redis.client);
    expect(await run(undefined)).toEqual({});
    expect(await outcomes(redis.client)).toMatchObject([
      { result: 'rejected', why: 'the config has no such integration any more' },
    ]);
  });

  test('that fails through a fault of ours gives its place back and is not hushed up', async () => {
    await putOutstanding(redis.client);
    const broken = answering(async () => Promise.reject(new Error('a bug')));
    await expect(run(broken)).rejects.toThrow('a bug');
    expect(await lease()).toBeNull();
    expect(await outcomes(redis.client)).toEqual([]);
    expect(await run(answering(OK))).toEqual({});
  });

  test('finds what an earlier attempt wrote down', async () => {
    await putOutstanding(redis.client);
    const journals: object[] = [];
    const noting: Adapter = {
      detail: 1,
      async deliver(_, { journal, note }) {
        journals.push(journal);
        await note('post', { begunAt: 5, result: { ts: '1.2' } });
        return { outcome: 'retry', afterMs: 1, why: 'x' };
      },
    };
    await run(noting);
    await run(noting);
    expect(journals[0]).toEqual({});
    expect(journals[1]).toMatchObject({ post: { begunAt: 5, result: { ts: '1.2' } } });
  });
});

describe('one at a time:', () => {
  test('a second delivery waits while the first is under way, and after it until its outcome is committed', async () => {
    await putOutstanding(redis.client);
    const during: unknown[] = [];
    const outer = answering(async () => {
      during.push(await run(answering(OK)));
      return OK;
    });
    await run(outer);
    expect(during).toEqual([{ again: 250 }]);
    expect(await run(answering(OK))).toEqual({ again: 250 });
    expect(seen).toHaveLength(1);
    expect(await outcomes(redis.client)).toHaveLength(1);
  });

  test('whoever lost the lease while it called hands in nothing', async () => {
    await putOutstanding(redis.client);
    await run(
      answering(async () => {
        await redis.client.set(KEYS.lease(TARGET), 'somebody-else');
        return OK;
      }),
    );
    expect(await outcomes(redis.client)).toEqual([]);
    expect(await lease()).toBe('somebody-else');
  });

  test('the lease lasts as long as the delivery', async () => {
    await putOutstanding(redis.client);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      await run(
        answering(async () => {
          await redis.client.pexpire(KEYS.lease(TARGET), 6_000);
          vi.advanceTimersByTime(4_000);
          const isRenewed = async () => (await redis.client.pttl(KEYS.lease(TARGET))) > 6_000;
          await until('it is renewed', isRenewed);
          return OK;
        }),
      );
      vi.advanceTimersByTime(4_000);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('nothing to deliver', () => {
  test('is only taken from the outbox: the group shows everything already', async () => {
    await putOutstanding(redis.client, { delivery: { shown: 3, toldAt: 1 } });
    const group = JSON.parse((await redis.client.get(KEYS.group('ops.1')))?.slice(2) ?? '');
    delete group.deliveries[TARGET.integration].due;
    await redis.client.set(KEYS.group('ops.1'), `1|${JSON.stringify(group)}`);
    expect(await run(answering(OK))).toEqual({});
    expect(seen).toEqual([]);
    expect(await outcomes(redis.client)).toMatchObject([{ result: 'delivered', revision: 3 }]);
  });

  test('is what is due to somebody who was told nothing, and whom the route names no longer', async () => {
    await putOutstanding(redis.client);
    expect(await run(answering(OK), true)).toEqual({});
    expect(seen).toEqual([]);
    expect(await outcomes(redis.client)).toMatchObject([
      { result: 'rejected', revision: 3, dueAt: DUE.at, firing: [] },
    ]);
  });

  test('is not what somebody may have been told before the route named them no longer', async () => {
    const [one, other] = [sampleAlert({ fingerprint: 'one' }), sampleAlert({ fingerprint: 'two' })];
    await putOutstanding(redis.client, { alerts: [one, other] });
    const said = { revision: 2, firing: ['one'], resolved: [] };
    await run({
      detail: 1,
      async deliver(_, { note }) {
        await note('post', { begunAt: 5, said });
        return { outcome: 'retry', afterMs: 1, why: 'in doubt' };
      },
    });
    await run(answering(OK), true);
    expect(seen.map(({ firing }) => firing)).toEqual([['one']]);
  });

  test('is only taken from the outbox: the group is gone', async () => {
    expect(await run(answering(OK))).toEqual({});
    expect(seen).toEqual([]);
    expect(await outcomes(redis.client)).toMatchObject([{ group: 'ops.1', firing: [] }]);
    expect(reports).toEqual([]);
  });
});
