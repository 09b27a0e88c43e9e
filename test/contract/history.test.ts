import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MOMENTS_KEPT_FOR, type Moment, type PastMoment } from '../../src/engine/ports/history.ts';
import { atVersion, commitOf, groupOf } from './records.ts';
import { KINDS, taken, type Subject } from './stores.ts';

const TOLD: Moment = {
  what: 'told',
  group: 'g',
  integration: 'slack/#ops',
  reason: 'first notification',
  startedAt: 1,
  severity: 'critical',
  alarms: ['errors'],
};
const OVER: Moment = { what: 'over', group: 'g', endedAt: 5 };

const FAR = 8e15;

async function momentsIn(store: Subject, since = 0, until = FAR): Promise<readonly PastMoment[]> {
  const found: PastMoment[] = [];
  for await (const moment of store.history.between(since, until)) found.push(moment);
  return found;
}

const clockOf = async ({ events }: Subject) => (await events.timers(1)).now;

/** Commits moments with an event of their own; `later` milliseconds after now. */
async function remember(store: Subject, moments: readonly Moment[], later = 0) {
  const [entry = ''] = await taken(store, String(Math.random()));
  const now = (await clockOf(store)) + later;
  return store.events.commit([commitOf({ entry }, { moments }, { now })]);
}

describe.each(KINDS)('the history in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('is empty at first', async () => {
    expect(await momentsIn(await make())).toEqual([]);
  });

  test('tells what happened, and when, oldest first', async () => {
    const store = await make();
    const before = await clockOf(store);
    expect(await remember(store, [TOLD, { what: 'acknowledged', group: 'g', by: 'Ana' }])).toEqual([
      'done',
    ]);
    await remember(store, [OVER]);
    const moments = await momentsIn(store);
    expect(moments).toMatchObject([TOLD, { what: 'acknowledged', by: 'Ana' }, OVER]);
    for (const { at } of moments) expect(at).toBeGreaterThanOrEqual(Math.floor(before));
  });

  test('is asked for a stretch of time: its beginning is in it, its end is not', async () => {
    const store = await make();
    await remember(store, [TOLD]);
    const [{ at } = { at: 0 }] = await momentsIn(store);
    expect(await momentsIn(store, at, at + 1)).toHaveLength(1);
    expect(await momentsIn(store, at - 0.5, at + 0.5)).toHaveLength(1);
    expect(await momentsIn(store, at - 1, at)).toEqual([]);
    expect(await momentsIn(store, at + 1)).toEqual([]);
  });

  test('is asked since before there were times, as of an alert that says 1970', async () => {
    const { history } = await make();
    const found = [];
    for await (const moment of history.between(-86_400_000, 1)) found.push(moment);
    expect(found).toEqual([]);
  });

  test('has nothing of an event that was not committed', async () => {
    const store = await make();
    const [entry = ''] = await taken(store, 'e');
    const stale = commitOf(
      { entry },
      { groups: new Map([['g', groupOf('g')]]), moments: [TOLD] },
      { expectedGroups: new Map([['g', atVersion(7)]]) },
    );
    expect(await store.events.commit([stale])).toEqual(['conflict']);
    expect(await momentsIn(store)).toEqual([]);
  });

  test('is read to its end, however long, and forgets what is too old', async () => {
    const store = await make();
    const many = Array.from({ length: 2_300 }, (_, index) => ({ ...OVER, endedAt: index }));
    await remember(store, many);
    const moments = await momentsIn(store);
    expect(moments.map((one) => one.what === 'over' && one.endedAt)).toEqual(
      many.map(({ endedAt }) => endedAt),
    );
    await store.pass(10);
    await remember(store, [TOLD], MOMENTS_KEPT_FOR);
    const kept = await momentsIn(store);
    expect(kept.at(-1)).toMatchObject(TOLD);
    expect(kept.length).toBeLessThan(200);
  });
});
