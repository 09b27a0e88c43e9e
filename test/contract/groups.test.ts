import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Group } from '../../src/alert/group.ts';
import { arrivalOf, atVersion, commitOf, groupOf, MEMBER } from './records.ts';
import { KINDS, type Subject } from './stores.ts';

/** Groups of one member each, of which one place was told. */
async function withGroups(store: Subject, ...keys: readonly string[]): Promise<void> {
  await store.inbox.accept({ messageId: 'm', event: arrivalOf('a') });
  const [entry] = await store.events.take({ max: 1, waitMs: 1 });
  const changes = {
    groups: new Map(keys.map((key) => [key, groupOf(key)])),
    members: new Map(keys.map((key) => [key, new Map([['a', MEMBER]])])),
    told: new Map(keys.map((key) => [key, new Map([['hook', { firing: ['a'], resolved: [] }]])])),
  };
  await store.events.commit([commitOf({ entry: entry?.id ?? '' }, changes)]);
}

describe.each(KINDS)('the groups in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('are all listed, once', async () => {
    const store = await make();
    const keys = Array.from({ length: 50 }, (_, index) => `root.${index}`);
    await withGroups(store, ...keys);
    const listed: Group[] = [];
    for await (const group of store.groups.list()) listed.push(group);
    expect(listed.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
  });

  test('are listed no more once they are over and forgotten', async () => {
    const store = await make();
    await withGroups(store, 'root.1', 'root.2');
    await store.inbox.accept({ messageId: 'n', event: arrivalOf('b') });
    const [entry] = await store.events.take({ max: 1, waitMs: 1 });
    const gone = { groups: new Map([['root.1', undefined]]) };
    // A group's first version is the time at which it was first written.
    const expectedGroups = new Map([['root.1', atVersion(1_000)]]);
    const commit = commitOf({ entry: entry?.id ?? '' }, gone, { expectedGroups });
    expect(await store.events.commit([commit])).toEqual(['done']);
    const listed: string[] = [];
    for await (const { key } of store.groups.list()) listed.push(key);
    expect(listed).toEqual(['root.2']);
  });

  test('are found with their members and what was told', async () => {
    const store = await make();
    await withGroups(store, 'root.1');
    expect(await store.groups.find('root.1')).toEqual({
      group: groupOf('root.1'),
      members: new Map([['a', MEMBER]]),
      told: new Map([['hook', { firing: ['a'], resolved: [] }]]),
    });
    expect(await store.groups.find('root.2')).toBeUndefined();
  });
});
