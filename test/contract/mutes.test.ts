import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Silence } from '../../src/alert/silence.ts';
import { WAKE_AT_ONCE, type Loaded, type Touched } from '../../src/engine/ports/event-store.ts';
import type { Changes } from '../../src/rules/draft.ts';
import type { FollowUpEvent } from '../../src/rules/event.ts';
import { alertOf, commitOf } from './records.ts';
import { KINDS, taken, type Subject } from './stores.ts';

const NOTHING: Touched = {
  alerts: new Set(),
  groups: new Set(),
  members: new Set(),
  joining: new Map(),
  waiting: new Set(),
  openings: new Set(),
};

function silenceOf(id: string, value: string): Silence {
  const matchers = [{ name: 'alertname', operator: '=~', value } as const];
  return { id, matchers, startsAt: 1, endsAt: 2, createdBy: 'alice', comment: 'deploying' };
}

async function commits(
  store: Subject,
  changes: Partial<Changes>,
  expectedSilences?: number,
): Promise<readonly string[]> {
  const [entry = ''] = await taken(store, `event ${(events += 1)}`);
  const commit = commitOf({ entry }, changes);
  return store.events.commit([
    { ...commit, ...(expectedSilences !== undefined && { expectedSilences }) },
  ]);
}
let events = 0;

function namesMatching({ silences }: Loaded, alertname: string): readonly string[] {
  return silences
    .matching({ alertname })
    .map(({ id }) => id)
    .toSorted();
}

describe.each(KINDS)('what mutes, in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('silences are there for every engine as soon as they are committed', async () => {
    const store = await make();
    expect((await store.events.load(NOTHING)).silences).toMatchObject({ version: 0 });
    const [first, second] = [silenceOf('s1', 'a.*'), silenceOf('s2', 'ab|b')];
    const silences = new Map([
      ['s1', first],
      ['s2', second],
    ]);
    expect(await commits(store, { silences }, 0)).toEqual(['done']);
    for (const engine of [store.events, store.otherEvents]) {
      const loaded = await engine.load(NOTHING);
      expect(loaded.silences.version).toBe(1);
      expect(namesMatching(loaded, 'ab').toSorted()).toEqual(['s1', 's2']);
      expect(namesMatching(loaded, 'b')).toEqual(['s2']);
    }
    const changed = new Map([
      ['s1', undefined],
      ['s2', silenceOf('s2', 'c')],
    ]);
    expect(await commits(store, { silences: changed }, 1)).toEqual(['done']);
    for (const engine of [store.events, store.otherEvents]) {
      const loaded = await engine.load(NOTHING);
      expect([...loaded.silences.all.keys()]).toEqual(['s2']);
      expect(namesMatching(loaded, 'ab')).toEqual([]);
      expect(namesMatching(loaded, 'c')).toEqual(['s2']);
    }
  });

  test('a change of silences that builds on an old book is a conflict', async () => {
    const store = await make();
    await commits(store, { silences: new Map([['s1', silenceOf('s1', 'a')]]) }, 0);
    const silences = new Map([['s2', silenceOf('s2', 'b')]]);
    expect(await commits(store, { silences }, 0)).toEqual(['conflict']);
    expect([...(await store.events.load(NOTHING)).silences.all.keys()]).toEqual(['s1']);
  });

  test('alerts inhibit under their keys until they are taken out', async () => {
    const store = await make();
    const inhibitors = new Map([
      [
        'k1',
        new Map([
          ['a', { endsAt: 5 }],
          ['b', { isTarget: true as const }],
        ]),
      ],
      ['k2', new Map([['c', {}]])],
    ]);
    await commits(store, { inhibitors });
    const wanted = new Set(['k1', 'k2', 'k3']);
    expect(await store.events.inhibitors(wanted)).toEqual(inhibitors);
    expect(await store.events.inhibitors(new Set())).toEqual(new Map());
    const gone = new Map([
      ['k1', new Map([['a', undefined]])],
      ['k2', new Map([['c', undefined]])],
    ]);
    await commits(store, { inhibitors: gone });
    const left = new Map([['k1', new Map([['b', { isTarget: true }]])]]);
    expect(await store.events.inhibitors(wanted)).toEqual(left);
  });

  test('who waits for a mute is found, a bounded number at a time', async () => {
    const store = await make();
    const groups = Array.from({ length: WAKE_AT_ONCE + 1 }, (_, index) => `g${index}`);
    await commits(store, {
      waiting: new Map([
        ['m', new Map(groups.map((group) => [group, true as const]))],
        ['n', new Map([['g', true as const]])],
      ]),
    });
    const touched = { ...NOTHING, waiting: new Set(['m', 'n', 'o']) };
    const { waiting } = await store.events.load(touched);
    expect(waiting.get('n')).toEqual(['g']);
    expect(waiting.get('o')).toEqual([]);
    const some = waiting.get('m') ?? [];
    expect(new Set(some).size).toBe(WAKE_AT_ONCE);
    expect(groups).toEqual(expect.arrayContaining([...some]));

    const woken = new Map([['m', new Map(some.map((group) => [group, undefined]))]]);
    await commits(store, { waiting: woken });
    expect((await store.events.load(touched)).waiting.get('m')).toHaveLength(1);
  });

  test('silences can be looked at, those that are over included', async () => {
    const store = await make();
    expect(await store.mutes.silences()).toEqual([]);
    await commits(store, { silences: new Map([['s1', silenceOf('s1', 'a')]]) }, 0);
    expect(await store.mutes.silences()).toEqual([silenceOf('s1', 'a')]);
  });

  test('what maintenance muted is noted, each alert once, however many', async () => {
    const store = await make();
    expect(await store.mutes.during('w:5')).toEqual([]);
    const many = Array.from({ length: 2_500 }, (_, index) => `a${index}`);
    const alerts = new Map(many.map((id) => [id, alertOf(id)]));
    const muted = new Map([
      ['w:5', new Set([...many, 'unknown'])],
      ['w:9', new Set(['a1'])],
    ]);
    expect(await commits(store, { alerts, muted })).toEqual(['done']);
    await commits(store, { muted: new Map([['w:5', new Set(['a0'])]]) });
    const found = await store.mutes.during('w:5');
    expect(found.map(({ fingerprint }) => fingerprint).toSorted()).toEqual(many.toSorted());
    expect(await store.mutes.during('w:9')).toEqual([alertOf('a1')]);
  });

  test('what people did is in the audit trail with what it did', async () => {
    const store = await make();
    const deed = { actor: 'alice', action: 'silenced', object: 's1' } as const;
    await commits(store, { deeds: [deed] });
    const kept = [];
    for await (const one of store.audit.list()) kept.push(one);
    expect(kept).toMatchObject([deed]);
  });

  test('what is to follow comes after what is in the inbox already', async () => {
    const store = await make();
    const followUps: FollowUpEvent[] = [
      { type: 'wake', traceId: 't', group: 'g' },
      { type: 'mute-ended', traceId: 't', mute: 'm' },
    ];
    await commits(store, { followUps });
    const entries = await store.events.take({ max: 10, waitMs: 1 });
    expect(entries.map(({ event }) => event)).toEqual(followUps);
  });
});
