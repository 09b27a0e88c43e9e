import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertOf, arrivalOf, commitOf, groupOf, MEMBER, outcomeOf } from './records.ts';
import { KINDS, type Subject } from './stores.ts';

const target = { group: 'g', integration: 'hook' };
const elsewhere = { group: 'g', integration: 'chat' };

/** Handles the outcome that waits in the inbox. */
async function commitOutcome(store: Subject): Promise<void> {
  const [taken] = await store.events.take({ max: 1, waitMs: 1 });
  const cause = { entry: taken?.id ?? '' };
  expect(await store.events.commit([commitOf(cause, { settled: target })])).toEqual(['done']);
}

describe.each(KINDS)('a delivery store in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('lets one deliver to a target at a time, and others to other targets', async () => {
    const { deliveries } = await make();
    expect(await deliveries.begin(target, 'mine')).toEqual({});
    expect(await deliveries.begin(target, 'yours')).toBeUndefined();
    expect(await deliveries.begin(elsewhere, 'yours')).toEqual({});
  });

  test('a lease that is given back is free; only its holder can give it back', async () => {
    const { deliveries } = await make();
    await deliveries.begin(target, 'mine');
    await deliveries.release(target, 'yours');
    expect(await deliveries.begin(target, 'yours')).toBeUndefined();
    await deliveries.release(target, 'mine');
    expect(await deliveries.begin(target, 'yours')).toEqual({});
  });

  test('a lease runs out unless it is renewed', async () => {
    const { deliveries, pass } = await make();
    await deliveries.begin(target, 'mine');
    await pass(8_000);
    await deliveries.renew(target, 'mine');
    await pass(8_000);
    expect(await deliveries.begin(target, 'yours')).toBeUndefined();
    await pass(8_000);
    expect(await deliveries.begin(target, 'yours')).toEqual({});
  });

  test('whoever lost the lease can neither renew, give back nor finish', async () => {
    const store = await make();
    const { deliveries, pass } = store;
    await deliveries.begin(target, 'mine');
    await pass(15_000);
    expect(await deliveries.finish(target, 'mine', outcomeOf('g', 'hook'))).toBe(false);
    await deliveries.begin(target, 'yours');
    await deliveries.renew(target, 'mine');
    await deliveries.release(target, 'mine');
    expect(await deliveries.finish(target, 'mine', outcomeOf('g', 'hook'))).toBe(false);
    expect(await store.events.take({ max: 10, waitMs: 1 })).toEqual([]);
    expect(await deliveries.finish(target, 'yours', outcomeOf('g', 'hook'))).toBe(true);
  });

  test('a target stays closed from its outcome until that is committed, also when the lease runs out', async () => {
    const store = await make();
    const { deliveries } = store;
    await deliveries.begin(target, 'mine');
    expect(await deliveries.finish(target, 'mine', outcomeOf('g', 'hook'))).toBe(true);
    expect(await deliveries.begin(target, 'yours')).toBeUndefined();
    await store.pass(15_000);
    expect(await deliveries.begin(target, 'yours')).toBeUndefined();
    await commitOutcome(store);
    expect(await deliveries.begin(target, 'yours')).toEqual({});
  });

  test('a delivery that is held up hands that in once, until there is an outcome', async () => {
    const store = await make();
    const { deliveries } = store;
    const event = { type: 'failing', traceId: 't', ...target, since: 5, why: 'HTTP 500' } as const;
    await deliveries.begin(target, 'mine');
    await deliveries.holdUp(target, 'yours', event);
    expect(await store.events.take({ max: 10, waitMs: 1 })).toEqual([]);
    await deliveries.holdUp(target, 'mine', event);
    await deliveries.holdUp(target, 'mine', { ...event, why: 'again' });
    const taken = await store.events.take({ max: 10, waitMs: 1 });
    expect(taken.map((one) => one.event)).toEqual([event]);
  });

  test('who lost the lease can note nothing any more', async () => {
    const { deliveries, pass } = await make();
    await deliveries.begin(target, 'mine');
    await pass(15_000);
    await expect(deliveries.note(target, 'mine', 'post', { begunAt: 5 })).rejects.toThrow('g hook');
    expect(await deliveries.begin(target, 'yours')).toEqual({});
  });

  test('what was noted outlives the lease, and goes with the commit of the outcome', async () => {
    const store = await make();
    const { deliveries } = store;
    await deliveries.begin(target, 'mine');
    await deliveries.note(target, 'mine', 'post', { begunAt: 5 });
    await deliveries.note(target, 'mine', 'post', { begunAt: 5, result: { ts: '1.2' } });
    await deliveries.note(target, 'mine', 'line', { begunAt: 6 });
    await deliveries.release(target, 'mine');
    expect(await deliveries.begin(target, 'yours')).toEqual({
      post: { begunAt: 5, result: { ts: '1.2' } },
      line: { begunAt: 6 },
    });
    expect(await deliveries.begin(elsewhere, 'mine')).toEqual({});
    await deliveries.finish(target, 'yours', outcomeOf('g', 'hook'));
    await commitOutcome(store);
    expect(await deliveries.begin(target, 'mine')).toEqual({});
  });

  test('shows a group as it is now, and its alerts', async () => {
    const store = await make();
    await store.inbox.accept({ messageId: 'm', event: arrivalOf('a') });
    const [taken] = await store.events.take({ max: 1, waitMs: 1 });
    await store.events.commit([
      commitOf(
        { entry: taken?.id ?? '' },
        {
          alerts: new Map([
            ['a', alertOf('a')],
            ['b', alertOf('b')],
          ]),
          groups: new Map([['g', groupOf('g')]]),
          members: new Map([
            [
              'g',
              new Map([
                ['a', MEMBER],
                ['b', MEMBER],
              ]),
            ],
          ]),
          told: new Map([['g', new Map([['hook', { firing: ['a'], resolved: ['b'] }]])]]),
        },
      ),
    ]);
    const snapshot = await store.deliveries.snapshot({ group: 'g', integration: 'hook' });
    expect(snapshot?.group).toEqual(groupOf('g'));
    expect(snapshot?.members).toEqual(
      new Map([
        ['a', MEMBER],
        ['b', MEMBER],
      ]),
    );
    expect(snapshot?.now).toBeGreaterThan(1_000_000_000);
    expect(snapshot?.told).toEqual({ firing: ['a'], resolved: ['b'] });
    const untold = await store.deliveries.snapshot({ group: 'g', integration: 'other' });
    expect(untold).not.toHaveProperty('told');
    const unknown = { group: 'unknown', integration: 'hook' };
    expect(await store.deliveries.snapshot(unknown)).toBeUndefined();
    const alerts = await store.deliveries.alerts(['b', 'unknown', 'a']);
    expect(alerts).toEqual([alertOf('b'), alertOf('a')]);
    expect(await store.deliveries.alerts([])).toEqual([]);
  });
});
