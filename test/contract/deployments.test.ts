import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/alert/deployment.ts';
import { atVersion, commitOf, groupOf } from './records.ts';
import { KINDS, taken, type Subject } from './stores.ts';

const deploymentOf = (id: string): Deployment => ({
  id,
  summary: 'Deployment shop/prod succeeded',
  outcome: 'succeeded',
  at: 1,
  labels: { alertname: 'shop' },
  links: [{ title: 'console', url: 'https://example.com' }],
});

async function commit(store: Subject, ...ids: readonly string[]) {
  const [entry = ''] = await taken(store, String(Math.random()));
  return store.events.commit([commitOf({ entry }, { deployments: ids.map(deploymentOf) })]);
}

const idsIn = async ({ deployments }: Subject, max = 10) =>
  (await deployments.waiting(max)).map(({ deployment }) => deployment.id);

describe.each(KINDS)('the deployments in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('wait from the commit on, oldest first, until they are forgotten', async () => {
    const store = await make();
    expect(await idsIn(store)).toEqual([]);
    expect(await commit(store, 'a', 'b')).toEqual(['done']);
    await commit(store, 'c');
    expect(await idsIn(store)).toEqual(['a', 'b', 'c']);
    const [first, ...others] = await store.deployments.waiting(2);
    expect(first?.deployment).toEqual(deploymentOf('a'));
    await store.deployments.forget(others);
    expect(await idsIn(store)).toEqual(['a', 'c']);
    expect(await idsIn(store, 1)).toEqual(['a']);
    await store.deployments.forget([]);
    await store.deployments.forget(await store.deployments.waiting(10));
    expect(await idsIn(store)).toEqual([]);
  });

  test('are none of an event that was not committed', async () => {
    const store = await make();
    const [entry = ''] = await taken(store, 'e');
    const stale = commitOf(
      { entry },
      { groups: new Map([['g', groupOf('g')]]), deployments: [deploymentOf('a')] },
      { expectedGroups: new Map([['g', atVersion(7)]]) },
    );
    expect(await store.events.commit([stale])).toEqual(['conflict']);
    expect(await idsIn(store)).toEqual([]);
  });
});
