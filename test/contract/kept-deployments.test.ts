import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/alert/deployment.ts';
import { commitOf } from './records.ts';
import { KINDS, taken, type Subject } from './stores.ts';

const MINUTE = 60_000;
const HERE = { account: '111122223333', region: 'us-east-1' };

function newsOf(id: string, more: Partial<Deployment> = {}): Deployment {
  return {
    id,
    run: id,
    summary: 'orders-api was deployed',
    outcome: 'succeeded',
    at: Date.now(),
    labels: { alertname: 'Deployment failed', service: 'orders-api', ...HERE },
    links: [{ title: 'console', url: 'https://example.com' }],
    ...more,
  };
}

async function commit(store: Subject, ...deployments: readonly Deployment[]) {
  const [entry = ''] = await taken(store, String(Math.random()));
  const [result] = await store.events.commit([commitOf({ entry }, { deployments })]);
  expect(result).toBe('done');
}

describe.each(KINDS)('the kept deployments in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('are there from the commit on, one for all that was told of it, the newest first', async () => {
    const store = await make();
    const now = Date.now();
    const begun = newsOf('1', { run: 'a', outcome: 'running', at: now - 9 * MINUTE });
    const ended = newsOf('2', { run: 'a', outcome: 'failed', at: now - 2 * MINUTE });
    await commit(store, begun, newsOf('3', { at: now - 5 * MINUTE }));
    await commit(store, ended);
    // Both come again.
    await commit(store, ended, begun);
    const kept = await store.keptDeployments.between(0, now);
    expect(kept).toMatchObject([
      { run: 'a', outcome: 'failed', at: now - 2 * MINUTE, beganAt: now - 9 * MINUTE },
      { run: '3', outcome: 'succeeded' },
    ]);
    expect(await store.keptDeployments.between(now - 2 * MINUTE, now)).toHaveLength(1);
    expect(await store.keptDeployments.between(0, now - 9 * MINUTE)).toEqual([]);
  });

  test('only those that ended wait to be told of', async () => {
    const store = await make();
    await commit(store, newsOf('a', { outcome: 'running' }), newsOf('b', { outcome: 'stopped' }));
    expect(await store.deployments.waiting(9)).toEqual([]);
  });

  test('stand beside an alert of the same service, then of the same account and region', async () => {
    const store = await make();
    const now = Date.now();
    const billing = { alertname: 'x', service: 'billing', ...HERE };
    await commit(
      store,
      newsOf('same', { at: now - 30 * MINUTE }),
      newsOf('near', { at: now - 3 * MINUTE, labels: billing }),
      newsOf('elsewhere', { labels: { ...billing, region: 'eu-west-1' }, at: now - 3 * MINUTE }),
      newsOf('old', { at: now - 90 * MINUTE }),
    );
    const labels = { alertname: 'errors', ServiceName: 'Orders-API', ...HERE };
    const { keptDeployments } = store;
    const near = await keptDeployments.near(labels, now - 60 * MINUTE, now);
    expect(near.map(({ id, near: how }) => [id, how])).toEqual([
      ['same', 'service'],
      ['near', 'place'],
    ]);
    expect(await keptDeployments.near({ alertname: 'errors' }, 0, now)).toEqual([]);
    const other = { ...labels, region: 'eu-west-1' };
    const there = await keptDeployments.near(other, now - 60 * MINUTE, now);
    expect(there.map(({ id }) => id)).toEqual(['elsewhere']);
  });

  test('one that was under way when an alert began is known with its end', async () => {
    const store = await make();
    const now = Date.now();
    const began = now - 20 * MINUTE;
    await commit(
      store,
      newsOf('1', { run: 'a', outcome: 'running', at: now - 25 * MINUTE }),
      newsOf('2', { run: 'a', outcome: 'failed', at: now - 10 * MINUTE }),
      newsOf('later', { at: now - 5 * MINUTE }),
    );
    const labels = { service: 'orders-api' };
    const near = await store.keptDeployments.near(labels, began - 60 * MINUTE, began);
    expect(near).toMatchObject([{ run: 'a', outcome: 'failed' }]);
  });
});
