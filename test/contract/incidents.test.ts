import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { INCIDENT_KEPT } from '../../src/engine/ports/incidents.ts';
import { KINDS, type Subject } from './stores.ts';

const ORDERS = { group: 'page.0011223344556677', integration: 'pagerduty/5d41', episode: 1_000 };

describe.each(KINDS)('incidents in $name', ({ start, stop, make }) => {
  let store: Subject;

  beforeAll(start);
  afterAll(stop);
  beforeEach(async () => {
    store = await make();
  });

  test('are found by their key', async () => {
    await store.incidents.remember('tocsin-1', ORDERS);
    expect(await store.incidents.find('tocsin-1')).toEqual(ORDERS);
    expect(await store.incidents.find('tocsin-2')).toBeUndefined();
  });

  test('are forgotten when nothing was told of them for long', async () => {
    await store.incidents.remember('tocsin-1', ORDERS);
    await store.pass(INCIDENT_KEPT - 60_000);
    await store.incidents.remember('tocsin-1', ORDERS);
    await store.pass(INCIDENT_KEPT - 60_000);
    expect(await store.incidents.find('tocsin-1')).toEqual(ORDERS);
    await store.pass(120_000);
    expect(await store.incidents.find('tocsin-1')).toBeUndefined();
  });
});
