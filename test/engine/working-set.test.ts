import { expect, test } from 'vitest';
import { NO_SILENCES } from '../../src/alert/silence.ts';
import type { Versioned } from '../../src/engine/ports/event-store.ts';
import { createWorkingSet } from '../../src/engine/working-set.ts';
import { CountingMap } from '../support/counting-map.ts';
import { alertOf, changesOf, groupOf, MEMBER, outcomeOf } from '../contract/records.ts';

const loaded = {
  now: 1_000,
  firstVersion: 1_000,
  alerts: new Map([['a', { version: 3, value: alertOf('a') }]]),
  groups: new Map([['g', { version: 7, value: groupOf('g') }]]),
  members: new Map([['g', new Map([['a', MEMBER]])]]),
  joining: new Map([['h', new Map([['a', MEMBER]])]]),
  told: new Map([['g', new Map([['hook', { firing: ['a'], resolved: [] }]])]]),
  silences: NO_SILENCES,
  waiting: new Map(),
  openings: new Map(),
};

/** What is expected, as versions. */
function versionsOf(records: ReadonlyMap<string, Versioned<unknown>>): ReadonlyMap<string, number> {
  return new Map([...records].map(([key, { version }]) => [key, version]));
}

const arrival = { type: 'signals', traceId: '', receivedAt: 0, signals: [] } as const;

test('the next event of a batch sees what the one before it wrote, and builds on it', () => {
  const state = createWorkingSet(loaded, new Map());
  const changes = changesOf({
    alerts: new Map([['a', alertOf('a', { occurrences: 2 })]]),
    groups: new Map([
      ['g', groupOf('g', { revision: 2 })],
      ['new', groupOf('new')],
    ]),
    members: new Map([
      [
        'g',
        new Map([
          ['a', undefined],
          ['b', MEMBER],
        ]),
      ],
    ]),
    told: new Map([
      [
        'g',
        new Map([
          ['hook', undefined],
          ['other', { firing: ['b'], resolved: [] }],
        ]),
      ],
    ]),
  });
  const before = state.expected(arrival, changes);
  expect(before.alerts).toEqual(loaded.alerts);
  expect(versionsOf(before.groups)).toEqual(
    new Map([
      ['g', 7],
      ['new', 0],
    ]),
  );
  state.apply(changes);
  expect(state.alert('a')?.occurrences).toBe(2);
  expect([...state.members('g').keys()]).toEqual(['b']);
  expect(state.told('g').get('other')).toEqual({ firing: ['b'], resolved: [] });
  expect(state.told('g').has('hook')).toBe(false);
  const after = state.expected(arrival, changes);
  expect(after.alerts).toEqual(
    new Map([['a', { version: 4, value: alertOf('a', { occurrences: 2 }) }]]),
  );
  expect(versionsOf(after.groups)).toEqual(
    new Map([
      ['g', 8],
      ['new', 1_000],
    ]),
  );
});

test('of a group that a signal joins one member is known, as the events before it left it', () => {
  const state = createWorkingSet(loaded, new Map());
  expect([state.member('h', 'a'), state.member('h', 'b')]).toEqual([MEMBER, undefined]);
  expect(state.members('h').size).toBe(0);
  const later = { ...MEMBER, revision: 9 };
  const written = new Map([['a', later]]);
  state.apply(
    changesOf({
      members: new Map([
        ['g', written],
        ['h', written],
      ]),
    }),
  );
  expect([state.member('g', 'a'), state.member('h', 'a')]).toEqual([later, later]);
});

test('a group that was forgotten is not there for the next event', () => {
  const state = createWorkingSet(loaded, new Map());
  state.apply(changesOf({ groups: new Map([['g', undefined]]) }));
  expect(state.group('g')).toBeUndefined();
  const opened = changesOf({ groups: new Map([['g', groupOf('g')]]) });
  expect(versionsOf(state.expected(arrival, opened).groups)).toEqual(new Map([['g', 0]]));
});

test('that there is nothing to do for a group was read off it, and counts only while it is so', () => {
  const state = createWorkingSet(loaded, new Map());
  const flush = { type: 'flush', group: 'g', due: 5 } as const;
  expect(versionsOf(state.expected(flush, changesOf({})).groups)).toEqual(new Map([['g', 7]]));
  const unknown = outcomeOf('unknown', 'hook');
  expect(versionsOf(state.expected(unknown, changesOf({})).groups)).toEqual(
    new Map([['unknown', 0]]),
  );
});

test('what an event writes costs no look at all members of a group that flushes with it', () => {
  const many = new CountingMap(
    Array.from({ length: 100 }, (_, index) => [`a${index}`, MEMBER] as const),
  );
  const state = createWorkingSet({ ...loaded, members: new Map([['g', many]]) }, new Map());
  many.walks = 0;
  for (let index = 0; index < 50; index += 1) {
    state.apply(changesOf({ members: new Map([['g', new Map([[`b${index}`, MEMBER]])]]) }));
    expect(state.members('g').size).toBe(100 + index + 1);
  }
  expect(many.walks).toBe(1);
});
