import * as fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Member } from '../../src/alert/group.ts';
import {
  nextVersion,
  type Commit,
  type Loaded,
  type Touched,
} from '../../src/engine/ports/event-store.ts';
import { connect } from '../../src/store/redis/connect.ts';
import { createRedisDeliveryStore } from '../../src/store/redis/delivery-store.ts';
import { createRedisEventStore } from '../../src/store/redis/event-store.ts';
import { createRedisInbox } from '../../src/store/redis/inbox.ts';
import { keysOf, type Keys } from '../../src/store/redis/keys.ts';
import { createKnownGroups } from '../../src/store/redis/known-groups.ts';
import { createKnown } from '../../src/store/redis/known.ts';
import { encode } from '../../src/store/redis/record.ts';
import {
  arrivalOf,
  atVersion,
  changesOf,
  commitOf,
  groupOf,
  MEMBER,
  OPEN,
} from '../contract/records.ts';
import { activePolicy } from '../support/active-policy.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { runs } from '../support/runs.ts';

let redis: TestRedis;
let other: Redis;
beforeAll(async () => {
  redis = await startRedis();
  other = connect({ url: redis.url }, () => {});
});
afterAll(async () => {
  other.disconnect();
  await redis.stop();
});

const GROUPS = ['g', 'h'] as const;
const TARGET = { group: 'g', integration: 'i' };

/** What one process has: a store that decides and one that tells, and what both know. */
function processOn(client: Redis, keys: Keys) {
  const known = createKnown();
  const policy = activePolicy(client, keys);
  return {
    policy,
    events: createRedisEventStore(client, client, keys, policy, known),
    deliveries: createRedisDeliveryStore(client, keys, policy, known),
  };
}

type Process = ReturnType<typeof processOn>;

const touching = (groups: readonly string[]): Touched => ({
  alerts: new Set(),
  groups: new Set(groups),
  members: new Set(groups),
  joining: new Map(),
  waiting: new Set(),
  openings: new Set(),
});

/** Two processes on one Redis, and the causes that commits use up. */
async function twoProcesses(name: string) {
  const keys = keysOf(name);
  const inbox = createRedisInbox(redis.client, keys, 60_000);
  const [one, two] = [processOn(redis.client, keys), processOn(other, keys)];
  await one.policy.activate();
  await one.events.open();
  let count = 0;
  async function cause(by: Process): Promise<Commit['cause']> {
    count += 1;
    await inbox.accept({ messageId: String(count), event: arrivalOf(String(count)) });
    const [entry] = await by.events.take({ max: 1, waitMs: 0 });
    return { entry: entry?.id ?? '' };
  }
  return { keys, one, two, cause };
}

/** What signals of two alerts read of the groups that they join. */
const JOINING: Touched = {
  ...touching([]),
  groups: new Set(GROUPS),
  joining: new Map(GROUPS.map((group) => [group, new Set(['a', 'b'])])),
};

const stateOf = ({ groups, members, told }: Loaded) => ({ groups, members, told });

interface Change {
  readonly group: (typeof GROUPS)[number];
  readonly what: 'joins' | 'leaves' | 'is told' | 'is forgotten';
  readonly member: string;
  readonly revision: number;
}

function changesFor({ group: key, what, member, revision }: Change): Commit['changes'] {
  if (what === 'is forgotten') return changesOf({ groups: new Map([[key, undefined]]) });
  const groups = new Map([[key, groupOf(key, { revision, deliveries: { i: OPEN } })]]);
  if (what === 'is told') {
    return changesOf({
      groups,
      told: new Map([[key, new Map([['i', { firing: [member], resolved: [] }]])]]),
    });
  }
  const value: Member | undefined = what === 'joins' ? { ...MEMBER, revision } : undefined;
  return changesOf({ groups, members: new Map([[key, new Map([[member, value]])]]) });
}

/** Several changes, one after the other, that all build on what was loaded once: as a batch is committed. */
async function commits(
  by: Process,
  loaded: Loaded,
  changes: readonly Change[],
  causes: readonly Commit['cause'][],
) {
  const versions = new Map([...loaded.groups].map(([key, { version }]) => [key, version]));
  const batch = changes.map((change, index): Commit => {
    const { group } = change;
    const version = versions.get(group) ?? 0;
    const isGone = change.what === 'is forgotten';
    versions.set(group, isGone ? 0 : nextVersion(version, loaded.firstVersion));
    return {
      cause: causes[index] ?? { entry: '' },
      changes: changesFor(change),
      expectedAlerts: new Map(),
      expectedGroups: new Map([[group, { version, value: undefined }]]),
      now: loaded.now,
      firstVersion: loaded.firstVersion,
    };
  });
  return by.events.commit(batch);
}

test('whoever knows groups already sees what another process writes, at any time and in any order', async () => {
  const change = fc.record({
    group: fc.constantFrom(...GROUPS),
    what: fc.constantFrom<Change['what']>(
      'joins',
      'joins',
      'joins',
      'leaves',
      'is told',
      'is forgotten',
    ),
    member: fc.constantFrom('a', 'b', 'c'),
    revision: fc.integer({ min: 1, max: 9 }),
  });
  const turn = fc.record({
    who: fc.constantFrom<0 | 1>(0, 1),
    changes: fc.array(change, { minLength: 1, maxLength: 3 }),
    /** What the other one writes before the commit: while it is read what that builds on, or then. */
    between: fc.option(change, { nil: undefined, freq: 3 }),
    isMeanwhile: fc.boolean(),
    isTold: fc.boolean(),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 12 }), async (turns) => {
      run += 1;
      const { keys, one, two, cause } = await twoProcesses(`run${run}`);
      const both = [one, two] as const;
      for (const { who, changes, between, isMeanwhile, isTold } of turns) {
        const [me, they] = [both[who], both[who === 0 ? 1 : 0]];
        const causes = [];
        for (const _ of changes) causes.push(await cause(me));
        const theirs = between && (await they.events.load(touching(GROUPS)));
        const theirCause = between && (await cause(they));
        const interferes = async () => {
          if (between && theirs && theirCause) await commits(they, theirs, [between], [theirCause]);
        };
        const reading = me.events.load(touching(GROUPS));
        if (isMeanwhile) await interferes();
        const loaded = await reading;
        if (!isMeanwhile) await interferes();
        await commits(me, loaded, changes, causes);
        const fresh = processOn(redis.client, keys);
        const { joining } = await fresh.events.load(JOINING);
        const expected = stateOf(await fresh.events.load(touching(GROUPS)));
        for (const each of both) {
          const tells = isTold ? [each, fresh] : [];
          const [seen, plain] = await Promise.all(
            tells.map(({ deliveries }) => deliveries.snapshot(TARGET)),
          );
          expect({ ...seen, now: 0 }).toEqual({ ...plain, now: 0 });
          expect((await each.events.load(JOINING)).joining).toEqual(joining);
          expect(stateOf(await each.events.load(touching(GROUPS)))).toEqual(expected);
        }
      }
    }),
    { numRuns: runs(150) },
  );
}, 120_000);

test('a group that another process forgot begins with nothing when it is opened again', async () => {
  const { one, two, cause } = await twoProcesses('anew');
  const does = async (by: Process, what: Change['what'], member: string) => {
    const loaded = await by.events.load(touching(['g']));
    return commits(by, loaded, [{ group: 'g', what, member, revision: 1 }], [await cause(by)]);
  };
  await does(one, 'joins', 'a');
  await does(two, 'is forgotten', 'a');
  expect(await does(one, 'joins', 'b')).toEqual(['done']);
  const { members } = await one.events.load(touching(['g']));
  expect([...(members.get('g')?.keys() ?? [])]).toEqual(['b']);
});

test('who has been given the members of a group keeps them as they were', async () => {
  const { one, cause } = await twoProcesses('kept');
  const step = async (member: string) => {
    const loaded = await one.events.load(touching(['g']));
    const before = [...(loaded.members.get('g')?.keys() ?? [])];
    const joins = { group: 'g', what: 'joins', member, revision: 1 } as const;
    expect(await commits(one, loaded, [joins], [await cause(one)])).toEqual(['done']);
    expect([...(loaded.members.get('g')?.keys() ?? [])]).toEqual(before);
  };
  for (const member of ['a', 'b', 'c', 'd']) await step(member);
  const snapshot = await one.deliveries.snapshot(TARGET);
  await step('e');
  expect([...(snapshot?.members.keys() ?? [])]).toEqual(['a', 'b', 'c', 'd']);
});

test('members that did not change are not read again', async () => {
  const { one, cause } = await twoProcesses('again');
  const joins = { group: 'g', what: 'joins', member: 'a', revision: 1 } as const;
  const loaded = await one.events.load(touching(['g']));
  await commits(one, loaded, [joins], [await cause(one)]);
  const call = vi.spyOn(redis.client, 'call');
  const again = await one.events.load(touching(['g']));
  await commits(one, again, [{ ...joins, member: 'b' }], [await cause(one)]);
  const seen = await one.deliveries.snapshot(TARGET);
  expect([...(seen?.members.keys() ?? [])]).toEqual(['a', 'b']);
  expect(call.mock.calls.filter(([name]) => name === 'HGETALL')).toEqual([]);
  call.mockRestore();
});

test('what another process writes while the members are read is seen when they are read again', async () => {
  const { one, two, cause } = await twoProcesses('meanwhile');
  const joins = (member: string) => ({ group: 'g', what: 'joins', member, revision: 1 }) as const;
  const write = async (by: Process, member: string) =>
    commits(by, await by.events.load(touching(['g'])), [joins(member)], [await cause(by)]);
  await write(one, 'a');
  const theirs = [await cause(two), await cause(two)];
  const loadTheirs = () => two.events.load(touching(['g']));
  await commits(two, await loadTheirs(), [joins('b')], theirs);
  // The record is another than it was, and the members are asked for: now they change.
  const call = vi.spyOn(redis.client, 'call').mockImplementationOnce(async (...args) => {
    await commits(two, await loadTheirs(), [joins('c')], theirs.slice(1));
    return redis.client.call(...args);
  });
  await one.events.load(touching(['g']));
  call.mockRestore();
  const seen = await one.events.load(touching(['g']));
  expect([...(seen.members.get('g')?.keys() ?? [])].toSorted()).toEqual(['a', 'b', 'c']);
  expect(await write(one, 'd')).toEqual(['done']);
  const after = await one.deliveries.snapshot(TARGET);
  expect([...(after?.members.keys() ?? [])].toSorted()).toEqual(['a', 'b', 'c', 'd']);
});

test('a commit that breaks off leaves nobody with members that are not there, or without those that are', async () => {
  const { keys, one, cause } = await twoProcesses('broken');
  const joins = (member: string) => ({ group: 'g', what: 'joins', member, revision: 1 }) as const;
  const load = (by: Process) => by.events.load(touching(['g']));
  await commits(one, await load(one), [joins('a')], [await cause(one)]);
  await redis.client.set(keys.told('g'), 'of somebody else');
  const loaded = await load(one);
  const commit = {
    cause: await cause(one),
    changes: changesOf({
      groups: new Map([['g', groupOf('g')]]),
      members: new Map([['g', new Map([['b', MEMBER]])]]),
      told: new Map([['g', new Map([['i', { firing: [], resolved: [] }]])]]),
    }),
    expectedAlerts: new Map(),
    expectedGroups: loaded.groups,
    now: loaded.now,
    firstVersion: loaded.firstVersion,
  };
  await expect(one.events.commit([commit])).rejects.toThrow('WRONGTYPE');
  await redis.client.del(keys.told('g'));
  const fresh = processOn(redis.client, keys);
  expect(stateOf(await load(one))).toEqual(stateOf(await load(fresh)));
});

const contentsOf = (...names: string[]) => ({
  members: new Map(names.map((name) => [name, MEMBER])),
  told: new Map(),
});

/** A commit with which a member joins a group of a version. */
function joinsAt(version: number, name: string): Commit {
  const groups = new Map([['g', groupOf('g')]]);
  const members = new Map([['g', new Map([[name, MEMBER]])]]);
  const expectedGroups = new Map([['g', atVersion(version)]]);
  return commitOf({ entry: '1' }, { groups, members }, { expectedGroups });
}

const textAt = (version: number) => encode(version, groupOf('g'));

test('what was read before a commit and comes after it is not taken for what is since', () => {
  const known = createKnownGroups(1_000_000);
  const before = known.read('g', textAt(1));
  known.committed(joinsAt(1, 'b'), new Map([['g', textAt(2)]]));
  known.readWith('g', before, contentsOf('a'));
  expect(known.contents('g', known.read('g', textAt(2)))).toBeUndefined();
});

test('a commit builds on no members of another version', () => {
  const known = createKnownGroups(1_000_000);
  known.readWith('g', known.read('g', textAt(1)), contentsOf('a'));
  known.committed(joinsAt(2, 'c'), new Map([['g', textAt(3)]]));
  expect(known.contents('g', known.read('g', textAt(3)))).toBeUndefined();
});
