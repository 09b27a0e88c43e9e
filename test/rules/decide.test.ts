import { expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import type { Delivery, Group, Member } from '../../src/alert/group.ts';
import type { Signal } from '../../src/alert/signal.ts';
import { NO_SILENCES } from '../../src/alert/silence.ts';
import { decide } from '../../src/rules/decide.ts';
import type { State } from '../../src/rules/draft.ts';
import type { FlushEvent, OutcomeEvent, SignalsEvent } from '../../src/rules/event.ts';
import { policyOf, route, signal } from './make.ts';

const policy = policyOf(route({ groupInterval: 10_000 }));

const NOTHING: State = {
  alert: () => undefined,
  group: () => undefined,
  members: () => new Map(),
  member: () => undefined,
  told: () => new Map(),
  silences: () => NO_SILENCES,
  inhibitors: () => new Map(),
  waiting: () => [],
  openings: () => new Map(),
};

const group: Group = {
  key: 'g',
  routeId: 'root',
  labels: {},
  createdAt: 0,
  revision: 3,
  anchor: 1_000,
  deliveries: {},
};

const firing: Member = { severity: 'warning', startsAt: 0, revision: 1 };
const told: Delivery = {
  wanted: 1,
  shown: 1,
  episode: 1_000,
  toldAt: 1_000,
};
const LOG = { firing: ['a'], resolved: [] };

/** One group and its members; each integration that was told anything was told that a fires. */
function stateOf(rest: Partial<Group>, members: Readonly<Record<string, Member>> = {}): State {
  return {
    ...NOTHING,
    group: (key) => (key === group.key ? { ...group, ...rest } : undefined),
    members: (key) => new Map(key === group.key ? Object.entries(members) : []),
    told: (key) => {
      const deliveries = key === group.key ? Object.entries(rest.deliveries ?? {}) : [];
      const logged = deliveries.filter(([, { toldAt }]) => toldAt !== undefined);
      return new Map(logged.map(([integration]) => [integration, LOG]));
    },
  };
}

function arrivalOf(...signals: readonly Signal[]): SignalsEvent {
  return { type: 'signals', traceId: 'trace', receivedAt: 0, signals };
}

const flushAt = (due: number): FlushEvent => ({ type: 'flush', group: 'g', due });

function outcome(rest: Partial<OutcomeEvent>): OutcomeEvent {
  return {
    type: 'outcome',
    traceId: 'trace',
    group: 'g',
    integration: 'hook',
    result: 'delivered',
    revision: 3,
    firing: ['a'],
    resolved: [],
    ...rest,
  };
}

test('an alert that fires opens its group, and a flush is due after the wait', () => {
  const changes = decide(arrivalOf(signal('a')), NOTHING, policy, 0);
  const [opened] = [...changes.groups.values()];
  expect(opened).toMatchObject({ flushAt: 1_000, createdAt: 0, deliveries: {} });
  expect(changes.alerts.get('a')?.groups).toEqual([opened?.key]);
  expect(changes.effects).toEqual([]);
  expect(changes.reasons).toEqual([
    { decision: 'joined', reason: 'fired', fingerprint: 'a', group: opened?.key },
  ]);
});

test('an alert that began longer ago than the wait is flushed at once', () => {
  const changes = decide(arrivalOf(signal('a')), NOTHING, policy, 60_000);
  expect([...changes.groups.values()][0]?.flushAt).toBe(60_000);
});

test('the alerts of one message see each other', () => {
  const both = arrivalOf(signal('a'), signal('b'), signal('a', { status: 'resolved' }));
  const changes = decide(both, NOTHING, policy, 0);
  expect(changes.groups.size).toBe(1);
  expect([...changes.members.values()][0]?.size).toBe(2);
  expect(changes.reasons.map(({ reason }) => reason)).toEqual(['fired', 'fired', 'resolved']);
});

test('late news changes nothing, and says so', () => {
  const { alerts } = decide(arrivalOf(signal('a', { changedAt: 50 })), NOTHING, policy, 50);
  const known: State = { ...NOTHING, alert: (id): Alert | undefined => alerts.get(id) };
  const late = signal('a', { status: 'resolved', changedAt: 40 });
  const changes = decide(arrivalOf(late), known, policy, 60);
  expect([changes.alerts.size, changes.groups.size, changes.members.size]).toEqual([0, 0, 0]);
  expect(changes.reasons).toEqual([{ decision: 'ignored', reason: 'late', fingerprint: 'a' }]);
});

test('a flush asks for a delivery and remembers why', () => {
  const unflushed = { traceId: 'first', receivedAt: 500 };
  const state = stateOf({ flushAt: 11_000, unflushed }, { a: { ...firing, severity: 'critical' } });
  const changes = decide(flushAt(11_000), state, policy, 11_003);
  expect(changes.effects).toEqual([
    { kind: 'deliver', group: 'g', integration: 'hook', severity: 'critical', traceId: 'first' },
  ]);
  const due = { at: 11_000, reason: 'first notification', traceId: 'first', receivedAt: 500 };
  const flushed = changes.groups.get('g');
  expect(flushed?.deliveries['hook']).toEqual({ wanted: 3, shown: 0, episode: 11_000, due });
  expect(flushed).not.toHaveProperty('unflushed');
});

test('a flush that was moved, and one of a group that is gone, do nothing', () => {
  const moved = decide(
    flushAt(11_000),
    stateOf({ flushAt: 21_000 }, { a: firing }),
    policy,
    11_000,
  );
  const gone = decide(flushAt(11_000), NOTHING, policy, 11_000);
  for (const changes of [moved, gone]) {
    expect([changes.groups.size, changes.effects.length]).toEqual([0, 0]);
  }
});

test('a flush that comes long after its time counts as the last one that should have been', () => {
  const deliveries = { hook: told };
  const state = stateOf({ flushAt: 11_000, deliveries }, { a: firing, b: firing });
  const changes = decide(flushAt(11_000), state, policy, 47_000);
  expect(changes.groups.get('g')?.deliveries['hook']?.due?.at).toBe(41_000);
});

test('the next flush is the first that can have something to say', () => {
  const next = (members: Readonly<Record<string, Member>>) => {
    const state = stateOf({ flushAt: 11_000, deliveries: { hook: told } }, members);
    return decide(flushAt(11_000), state, policy, 11_000).groups.get('g')?.flushAt;
  };
  expect(next({ a: firing })).toBe(3_611_000);
  expect(next({ a: { ...firing, endsAt: 25_000 } })).toBe(31_000);
  expect(next({ a: { ...firing, endsAt: 31_000 } })).toBe(31_000);
});

test('an accepted notification is written into the log', () => {
  const due = { at: 11_000, reason: 'new alerts', traceId: 't', receivedAt: 0 } as const;
  const deliveries = { hook: { ...told, wanted: 3, due } };
  const state = stateOf({ deliveries }, { a: firing, b: firing });
  const accepted = outcome({ dueAt: 11_000, firing: ['a', 'b'] });
  const changes = decide(accepted, state, policy, 12_000);
  expect(changes.settled).toEqual({ group: 'g', integration: 'hook' });
  expect(changes.effects).toEqual([]);
  expect(changes.groups.get('g')?.deliveries['hook']).toEqual({
    wanted: 3,
    shown: 3,
    episode: 1_000,
    toldAt: 11_000,
  });
  expect(changes.told.get('g')?.get('hook')).toEqual({ firing: ['a', 'b'], resolved: [] });
});

test('an edit does not count as having been told', () => {
  const deliveries = { hook: { ...told, wanted: 3, handle: { ts: '1' } } };
  const state = stateOf({ deliveries }, { a: firing, b: firing });
  const changes = decide(outcome({ firing: ['a', 'b'] }), state, policy, 12_000);
  const after = changes.groups.get('g');
  expect(after?.deliveries['hook']).toMatchObject({ shown: 3, toldAt: 1_000 });
  expect(changes.told.size).toBe(0);
  expect(after?.flushAt).toBe(21_000);
});

test('the outcome of a delivery that is not known any more only ends it', () => {
  for (const state of [NOTHING, stateOf({})]) {
    const changes = decide(outcome({}), state, policy, 12_000);
    expect(changes.settled).toEqual({ group: 'g', integration: 'hook' });
    expect([changes.groups.size, changes.members.size, changes.effects.length]).toEqual([0, 0, 0]);
  }
});

test('a group of which the last end was accepted is gone with all its members', () => {
  const due = { at: 11_000, reason: 'all resolved', traceId: 't', receivedAt: 0 } as const;
  const over: Member = { ...firing, endsAt: 5_000, ended: true };
  const state = stateOf({ deliveries: { hook: { ...told, wanted: 3, due } } }, { a: over });
  const accepted = outcome({ dueAt: 11_000, firing: [], resolved: ['a'] });
  const changes = decide(accepted, state, policy, 12_000);
  expect(changes.groups).toEqual(new Map([['g', undefined]]));
  expect(changes.members.get('g')).toEqual(new Map([['a', undefined]]));
  expect(changes.told.get('g')?.get('hook')).toBeUndefined();
});

test('nothing is forgotten while one of two services has still to be told', () => {
  const two = policyOf(route(), { hook: { hook: {}, other: {} } });
  const over: Member = { ...firing, endsAt: 5_000, ended: true };
  const due = { at: 11_000, reason: 'all resolved', traceId: 't', receivedAt: 0 } as const;
  const open = { ...told, wanted: 3, due };
  const state = stateOf({ deliveries: { hook: open, other: open } }, { a: over });
  const accepted = outcome({ dueAt: 11_000, firing: [], resolved: ['a'] });
  const changes = decide(accepted, state, two, 12_000);
  expect(changes.groups.get('g')?.deliveries['other']).toEqual(open);
  expect(changes.members.get('g')).toBeUndefined();
});

test('a service that a route tells no longer is still told the end of what it was told', () => {
  const after = policyOf(route({ receiver: 'new' }), { hook: { hook: {} }, new: { new: {} } });
  const over: Member = { ...firing, endsAt: 5_000, ended: true };
  const state = stateOf({ flushAt: 11_000, deliveries: { hook: told } }, { a: over });
  const changes = decide(flushAt(11_000), state, after, 11_000);
  expect(changes.effects.map(({ integration }) => integration)).toEqual(['hook']);
});

test('a notification that was refused is left to the next flush, also one that a flush asked for meanwhile', () => {
  const due = { at: 11_000, reason: 'new alerts', traceId: 't', receivedAt: 0 } as const;
  const deliveries = { hook: { ...told, wanted: 3, due } };
  const state = stateOf({ deliveries }, { a: firing, b: firing });
  const refused = outcome({ result: 'rejected', dueAt: 1_000, firing: ['a', 'b'] });
  const changes = decide(refused, state, policy, 12_000);
  expect(changes.effects).toEqual([]);
  const after = changes.groups.get('g');
  expect(after?.flushAt).toBe(21_000);
  expect(after?.deliveries['hook']).toEqual({ ...told, wanted: 3, shown: 3 });
});
