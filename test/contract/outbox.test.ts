import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commitOf, effectOf, groupOf, OPEN, outcomeOf } from './records.ts';
import { KINDS, taken, type Subject } from './stores.ts';

describe.each(KINDS)('an outbox in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  const target = { group: 'g', integration: 'hook' };
  const group = groupOf('g', { deliveries: { hook: OPEN } });
  const wanted = { groups: new Map([['g', group]]), effects: [effectOf('g', 'hook')] };

  async function withEffect(): Promise<Subject> {
    const store = await make();
    const [entry = ''] = await taken(store, 'a');
    await store.events.commit([commitOf({ entry }, wanted)]);
    return store;
  }

  test('gives out an effect again and again until its outcome is committed', async () => {
    const store = await withEffect();
    expect(await store.deliveries.claimEffects(10)).toEqual([effectOf('g', 'hook')]);
    expect(await store.deliveries.claimEffects(10)).toEqual([]);
    await store.pass(20_000);
    expect(await store.deliveries.claimEffects(10)).toEqual([effectOf('g', 'hook')]);

    const [entry = ''] = await taken(store, 'outcome');
    await store.events.commit([commitOf({ entry }, { settled: target })]);
    await store.pass(20_000);
    expect(await store.deliveries.claimEffects(10)).toEqual([]);
  });

  test('gives out at once what an outcome asks for again', async () => {
    const store = await withEffect();
    await store.deliveries.claimEffects(10);
    const [entry = ''] = await taken(store, 'outcome');
    const effects = [{ ...effectOf('g', 'hook'), traceId: 'again' }];
    await store.events.commit([commitOf({ entry }, { settled: target, effects })]);
    expect(await store.deliveries.claimEffects(10)).toEqual(effects);
  });

  test('gives out what was put off when it is time, and nothing that is settled', async () => {
    const store = await withEffect();
    await store.deliveries.claimEffects(10);
    await store.deliveries.putOff([target], 60_000);
    await store.pass(30_000);
    expect(await store.deliveries.claimEffects(10)).toEqual([]);
    await store.deliveries.putOff([target], 0);
    expect(await store.deliveries.claimEffects(10)).toEqual([effectOf('g', 'hook')]);
    const [entry = ''] = await taken(store, 'outcome');
    await store.events.commit([commitOf({ entry }, { settled: target })]);
    await store.deliveries.putOff([target], 0);
    expect(await store.deliveries.claimEffects(10)).toEqual([]);
  });

  test('gives out at most as many as are asked for', async () => {
    const store = await make();
    const [entry = ''] = await taken(store, 'a');
    const effects = ['a', 'b', 'c'].map((integration) => effectOf('g', integration));
    await store.events.commit([commitOf({ entry }, { effects })]);
    expect(await store.deliveries.claimEffects(2)).toHaveLength(2);
    expect(await store.deliveries.claimEffects(2)).toHaveLength(1);
  });

  test('gives out what is critical before all that waits already', async () => {
    const store = await make();
    const [first = '', second = ''] = await taken(store, 'a storm', 'a page');
    const storm = Array.from({ length: 500 }, (_, index) => effectOf('g', `hook ${index}`));
    const page = { ...effectOf('g', 'page'), severity: 'critical' } as const;
    await store.events.commit([
      commitOf({ entry: first }, { effects: storm }),
      commitOf({ entry: second }, { effects: [page] }, { now: 2_000 }),
    ]);
    expect(await store.deliveries.claimEffects(1)).toEqual([page]);
    expect(await store.deliveries.claimEffects(1_000)).toHaveLength(500);
  });

  test('an outcome goes through the inbox like any other event', async () => {
    const store = await withEffect();
    await store.deliveries.begin(target, 'mine');
    await store.deliveries.finish(target, 'mine', outcomeOf('g', 'hook'));
    const [entry] = await store.events.take({ max: 1, waitMs: 1 });
    expect(entry?.event).toEqual(outcomeOf('g', 'hook'));
  });
});
