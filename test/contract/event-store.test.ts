import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Touched } from '../../src/engine/ports/event-store.ts';
import { alertOf, arrivalOf, atVersion, commitOf, effectOf, groupOf, MEMBER } from './records.ts';
import { KINDS, lettersIn, taken, type Subject } from './stores.ts';

const LOG = { firing: ['a'], resolved: ['b'] };
const EVERYTHING: Touched = {
  alerts: new Set(['a']),
  groups: new Set(['g', 'h']),
  members: new Set(['g']),
  joining: new Map(),
  waiting: new Set<string>(),
  openings: new Set(['r']),
};

const soon = { max: 10, waitMs: 1 };

/** Commits a group as it is first written, with a timer if it has one. */
async function withGroup(store: Subject, group = groupOf('g')): Promise<void> {
  const [entry = ''] = await taken(store, `makes ${group.key}`);
  const groups = new Map([[group.key, group]]);
  expect(await store.events.commit([commitOf({ entry }, { groups })])).toEqual(['done']);
}

async function versionOf(store: Subject, key: string): Promise<number> {
  return (await store.events.load(EVERYTHING)).groups.get(key)?.version ?? -1;
}

describe.each(KINDS)('an event store in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('gives each event to one engine, at most as many as it asks for', async () => {
    const store = await make();
    for (const one of ['a', 'b', 'c']) {
      await store.inbox.accept({ messageId: one, event: arrivalOf(one) });
    }
    const first = await store.events.take({ max: 2, waitMs: 1 });
    const second = await store.otherEvents.take({ max: 2, waitMs: 1 });
    expect([first.length, second.length]).toEqual([2, 1]);
    expect(await store.events.take(soon)).toEqual([]);
  });

  test('hands over what an engine took and did not finish, but not before it is abandoned', async () => {
    const store = await make();
    const [first, second = ''] = await taken(store, 'a', 'b');
    await store.events.commit([commitOf({ entry: second }, {})]);
    await store.pass(2_000);
    expect(await store.otherEvents.takeOver()).toEqual([]);
    await store.pass(5_000);
    expect(await store.otherEvents.takeOver()).toMatchObject([
      { id: first, event: arrivalOf('a') },
    ]);
    expect(await store.otherEvents.takeOver()).toEqual([]);
  });

  test('knows nothing at first', async () => {
    const { events } = await make();
    const loaded = await events.load(EVERYTHING);
    expect(loaded.alerts).toEqual(new Map([['a', { version: 0, value: undefined }]]));
    expect(loaded.groups.get('g')).toEqual({ version: 0, value: undefined });
    expect(loaded.members).toEqual(new Map([['g', new Map()]]));
    const nothing = {
      alerts: new Set<string>(),
      groups: new Set<string>(),
      members: new Set<string>(),
      joining: new Map(),
      waiting: new Set<string>(),
      openings: new Set<string>(),
    };
    expect((await events.load(nothing)).alerts.size).toBe(0);
  });

  test('writes everything that one event changes', async () => {
    const store = await make();
    const [entry = ''] = await taken(store, 'a');
    const group = groupOf('g', { flushAt: 5_000, labels: { team: 'red' } });
    const changes = {
      alerts: new Map([['a', alertOf('a')]]),
      groups: new Map([['g', group]]),
      members: new Map([['g', new Map([['a', MEMBER]])]]),
      told: new Map([['g', new Map([['hook', LOG]])]]),
    };
    expect(await store.events.commit([commitOf({ entry }, changes)])).toEqual(['done']);
    const loaded = await store.events.load(EVERYTHING);
    expect(loaded.alerts.get('a')?.value).toEqual(alertOf('a'));
    expect(loaded.groups.get('g')?.value).toEqual(group);
    expect(loaded.members.get('g')).toEqual(new Map([['a', MEMBER]]));
    expect(loaded.told.get('g')).toEqual(new Map([['hook', LOG]]));
    const joining = new Map([
      ['g', new Set(['a', 'unknown'])],
      ['h', new Set(['a'])],
    ]);
    const some = await store.events.load({ ...EVERYTHING, members: new Set(), joining });
    expect(some.members.size).toBe(0);
    expect(some.joining).toEqual(
      new Map([
        ['g', new Map([['a', MEMBER]])],
        ['h', new Map()],
      ]),
    );
    expect((await store.events.timers(10)).next).toBe(5_000);
    await store.pass(60_000);
    expect(await store.events.takeOver()).toEqual([]);
  });

  test('writes nothing of a commit whose reading is out of date', async () => {
    const store = await make();
    await withGroup(store);
    const [entry = ''] = await taken(store, 'b');
    const changes = {
      alerts: new Map([['a', alertOf('a')]]),
      groups: new Map([['g', groupOf('g', { revision: 9, flushAt: 5_000 })]]),
      members: new Map([['g', new Map([['a', MEMBER]])]]),
      effects: [effectOf('g', 'hook')],
    };
    expect(await store.events.commit([commitOf({ entry }, changes)])).toEqual(['conflict']);
    const loaded = await store.events.load(EVERYTHING);
    expect(loaded.alerts.get('a')?.value).toBeUndefined();
    expect(loaded.groups.get('g')?.value?.revision).toBe(1);
    expect(loaded.members.get('g')?.size).toBe(0);
    expect(loaded.told.get('g')?.size).toBe(0);
    expect((await store.events.timers(10)).next).toBeUndefined();
    expect(await store.deliveries.claimEffects(10)).toEqual([]);
    // The event is still there, and can be decided again.
    const expectedGroups = new Map([['g', atVersion(await versionOf(store, 'g'))]]);
    const again = commitOf({ entry }, changes, { expectedGroups });
    expect(await store.events.commit([again])).toEqual(['done']);
  });

  test('checks also what a commit only read', async () => {
    const store = await make();
    await withGroup(store);
    const [entry = ''] = await taken(store, 'b');
    const stale = commitOf({ entry }, {}, { expectedGroups: new Map([['g', atVersion(0)]]) });
    expect(await store.events.commit([stale])).toEqual(['conflict']);
  });

  test('commits an event once, whoever took it', async () => {
    const store = await make();
    const [entry = ''] = await taken(store, 'a');
    const changes = { alerts: new Map([['a', alertOf('a')]]) };
    expect(await store.otherEvents.commit([commitOf({ entry }, changes)])).toEqual(['done']);
    const twice = { alerts: new Map([['a', alertOf('a', { occurrences: 2 })]]) };
    expect(await store.events.commit([commitOf({ entry }, twice)])).toEqual(['gone']);
    const loaded = await store.events.load(EVERYTHING);
    expect(loaded.alerts.get('a')?.value?.occurrences).toBe(1);
  });

  test('commits a flush once, and only while its timer is as it was', async () => {
    const store = await make();
    await withGroup(store, groupOf('g', { flushAt: 5_000 }));
    const version = await versionOf(store, 'g');
    const flush = (due: number) =>
      commitOf(
        { timer: { group: 'g', due } },
        { groups: new Map([['g', groupOf('g', { revision: due })]]) },
        { expectedGroups: new Map([['g', atVersion(version)]]) },
      );
    expect(await store.events.commit([flush(4_000)])).toEqual(['gone']);
    expect(await store.events.commit([flush(5_000)])).toEqual(['done']);
    expect(await store.otherEvents.commit([flush(5_000)])).toEqual(['gone']);
    expect((await store.events.load(EVERYTHING)).groups.get('g')?.value?.revision).toBe(5_000);
    expect((await store.events.timers(10)).next).toBeUndefined();
  });

  test('keeps the timer of a group that is written with the same time, also by that flush', async () => {
    const store = await make();
    const group = groupOf('g', { flushAt: 5_000 });
    await withGroup(store, group);
    const [entry = ''] = await taken(store, 'b');
    for (const cause of [{ entry }, { timer: { group: 'g', due: 5_000 } }]) {
      const read = { version: await versionOf(store, 'g'), value: group };
      const commit = commitOf(
        cause,
        { groups: new Map([['g', group]]) },
        { expectedGroups: new Map([['g', read]]) },
      );
      expect(await store.events.commit([commit])).toEqual(['done']);
      expect((await store.events.timers(10)).next).toBe(5_000);
    }
  });

  test('gives new records another version at each load, so that none is taken for one that was deleted', async () => {
    const store = await make();
    const loads = await Promise.all(
      Array.from({ length: 20 }, () => store.events.load(EVERYTHING)),
    );
    expect(new Set(loads.map(({ firstVersion }) => firstVersion)).size).toBe(20);
  });

  test('lets the commits of a batch build on each other', async () => {
    const store = await make();
    const [first = '', second = ''] = await taken(store, 'a', 'b');
    const write = (entry: string, revision: number, version: number) =>
      commitOf(
        { entry },
        { groups: new Map([['g', groupOf('g', { revision })]]) },
        { expectedGroups: new Map([['g', atVersion(version)]]), now: 1_000 },
      );
    const results = await store.events.commit([write(first, 1, 0), write(second, 2, 1_000)]);
    expect(results).toEqual(['done', 'done']);
    expect((await store.events.load(EVERYTHING)).groups.get('g')).toEqual({
      version: 1_001,
      value: groupOf('g', { revision: 2 }),
    });
  });

  test('commits nothing that builds on a commit that failed, even if the version would fit', async () => {
    const store = await make();
    await withGroup(store);
    const version = await versionOf(store, 'g');
    const [first = '', second = '', other = ''] = await taken(store, 'a', 'b', 'c');
    const write = (entry: string, revision: number, expected: number) =>
      commitOf(
        { entry },
        { groups: new Map([['g', groupOf('g', { revision })]]) },
        { expectedGroups: new Map([['g', atVersion(expected)]]) },
      );
    await store.otherEvents.commit([write(other, 50, version)]);
    const results = await store.events.commit([
      write(first, 2, version),
      // Builds on what the first one did not write; another engine has just written this version.
      write(second, 3, version + 1),
    ]);
    expect(results).toEqual(['conflict', 'conflict']);
    expect((await store.events.load(EVERYTHING)).groups.get('g')?.value?.revision).toBe(50);
  });

  test('goes on with the rest of a batch when one commit fails', async () => {
    const store = await make();
    await withGroup(store);
    const [first = '', second = ''] = await taken(store, 'a', 'b');
    const results = await store.events.commit([
      commitOf({ entry: first }, { groups: new Map([['g', groupOf('g')]]) }),
      commitOf({ entry: second }, { groups: new Map([['h', groupOf('h')]]) }),
    ]);
    expect(results).toEqual(['conflict', 'done']);
    expect(await store.events.commit([])).toEqual([]);
  });

  test('forgets a group with its members, its notification log and its timer', async () => {
    const store = await make();
    const [first = ''] = await taken(store, 'a');
    const group = groupOf('g', { flushAt: 5_000 });
    const members = new Map([['g', new Map([['a', MEMBER]])]]);
    const told = new Map([['g', new Map([['hook', LOG]])]]);
    await store.events.commit([
      commitOf({ entry: first }, { groups: new Map([['g', group]]), members, told }),
    ]);
    const [second = ''] = await taken(store, 'b');
    const drop = commitOf(
      { entry: second },
      {
        groups: new Map([['g', undefined]]),
        members: new Map([['g', new Map([['a', undefined]])]]),
      },
      { expectedGroups: new Map([['g', atVersion(await versionOf(store, 'g'))]]) },
    );
    expect(await store.events.commit([drop])).toEqual(['done']);
    const loaded = await store.events.load(EVERYTHING);
    expect(loaded.groups.get('g')).toEqual({ version: 0, value: undefined });
    expect(loaded.members.get('g')?.size).toBe(0);
    expect(loaded.told.get('g')?.size).toBe(0);
    expect((await store.events.timers(10)).next).toBeUndefined();
  });

  test('takes single members out of a group', async () => {
    const store = await make();
    const [entry = ''] = await taken(store, 'a');
    const members = new Map([
      [
        'g',
        new Map([
          ['a', MEMBER],
          ['b', MEMBER],
        ]),
      ],
    ]);
    await store.events.commit([
      commitOf({ entry }, { groups: new Map([['g', groupOf('g')]]), members }),
    ]);
    const [next = ''] = await taken(store, 'b');
    const without = new Map([['g', new Map([['a', undefined]])]]);
    const expectedGroups = new Map([['g', atVersion(await versionOf(store, 'g'))]]);
    const groups = new Map([['g', groupOf('g', { revision: 2 })]]);
    await store.events.commit([
      commitOf({ entry: next }, { groups, members: without }, { expectedGroups }),
    ]);
    expect([...((await store.events.load(EVERYTHING)).members.get('g')?.keys() ?? [])]).toEqual([
      'b',
    ]);
  });

  test('gives a group that was forgotten and opened again another version', async () => {
    const store = await make();
    await withGroup(store);
    const before = await versionOf(store, 'g');
    const [drop = '', open = ''] = await taken(store, 'x', 'y');
    const expectedGroups = new Map([['g', atVersion(before)]]);
    await store.events.commit([
      commitOf({ entry: drop }, { groups: new Map([['g', undefined]]) }, { expectedGroups }),
      commitOf(
        { entry: open },
        { groups: new Map([['g', groupOf('g')]]) },
        { firstVersion: 2_000 },
      ),
    ]);
    expect(await versionOf(store, 'g')).not.toBe(before);
  });

  test('shows the timers that are due, the earliest first', async () => {
    const store = await make();
    const { now } = await store.events.timers(10);
    for (const [key, flushAt] of [
      ['late', now + 60_000],
      ['b', now - 10],
      ['a', now - 20],
    ] as const) {
      await withGroup(store, groupOf(key, { flushAt }));
    }
    const { due, next } = await store.events.timers(10);
    expect(due).toEqual([
      { group: 'a', due: now - 20 },
      { group: 'b', due: now - 10 },
    ]);
    expect(next).toBe(now - 20);
    expect((await store.events.timers(1)).due).toHaveLength(1);
  });

  test('keeps the timers of alerts beside those of groups, until they are used up or taken back', async () => {
    const store = await make();
    const { now } = await store.events.timers(10);
    await withGroup(store, groupOf('g', { flushAt: now - 5 }));
    const [first = '', second = ''] = await taken(store, 'gaps', 'news');
    const gaps = new Map([
      ['a', now - 10],
      ['b', now - 1],
    ]);
    await store.events.commit([commitOf({ entry: first }, { alertTimers: gaps })]);
    const due = [
      { alert: 'a', due: now - 10 },
      { group: 'g', due: now - 5 },
      { alert: 'b', due: now - 1 },
    ] as const;
    expect((await store.events.timers(10)).due).toEqual(due);
    const [timer] = due;
    expect(
      await store.events.commit([
        commitOf({ timer: { alert: 'a', due: now - 11 } }, {}),
        commitOf({ timer }, {}),
        commitOf({ entry: second }, { alertTimers: new Map([['b', undefined]]) }),
      ]),
    ).toEqual(['gone', 'done', 'done']);
    expect((await store.events.timers(10)).due).toEqual([due[1]]);
  });

  test('keeps which groups of a route are new, and checks nothing of it', async () => {
    const store = await make();
    expect((await store.events.load(EVERYTHING)).openings).toEqual(new Map([['r', new Map()]]));
    const [first = '', second = ''] = await taken(store, 'a', 'b');
    const opened = new Map([
      [
        'r',
        new Map([
          ['g1', 1_000.5],
          ['g2', 2_000],
        ]),
      ],
      ['other', new Map([['g3', 3_000]])],
    ]);
    const again = new Map([
      [
        'r',
        new Map([
          ['g1', undefined],
          ['g4', 4_000],
        ]),
      ],
    ]);
    expect(
      await store.events.commit([
        commitOf({ entry: first }, { openings: opened }),
        commitOf({ entry: second }, { openings: again }),
      ]),
    ).toEqual(['done', 'done']);
    const kept = new Map([
      ['g2', 2_000],
      ['g4', 4_000],
    ]);
    expect((await store.events.load(EVERYTHING)).openings).toEqual(new Map([['r', kept]]));
  });

  test('keeps an event that could not be handled, and goes on', async () => {
    const store = await make();
    const [entry = ''] = await taken(store, 'a');
    const deadLetter = {
      messageId: entry,
      reason: 'the rules failed',
      body: '{}',
      isEvent: true,
    };
    expect(await store.events.commit([commitOf({ entry }, {}, { deadLetter })])).toEqual(['done']);
    expect(await lettersIn(store)).toMatchObject([deadLetter]);
    await store.pass(60_000);
    expect(await store.events.takeOver()).toEqual([]);
  });

  test('keeps a timer to the millisecond and below', async () => {
    const store = await make();
    await withGroup(store, groupOf('g', { flushAt: 1_700_000_000_123.5 }));
    const timer = { group: 'g', due: 1_700_000_000_123.5 };
    expect((await store.events.timers(10)).due).toEqual([timer]);
    expect(await store.events.commit([commitOf({ timer }, {})])).toEqual(['done']);
  });
});
