import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PAGERDUTY_INCIDENT_KEPT } from '../../src/engine/ports/pagerduty-incidents.ts';
import { KINDS, type Subject } from './stores.ts';

const ORDERS = { group: 'page.0011223344556677', integration: 'pagerduty/5d41', episode: 1_000 };

describe.each(KINDS)('incidents of PagerDuty in $name', ({ start, stop, make }) => {
  let store: Subject;

  beforeAll(start);
  afterAll(stop);
  beforeEach(async () => {
    store = await make();
  });

  test('are found by their key', async () => {
    await store.pagerDutyIncidents.remember('tocsin-1', ORDERS);
    expect(await store.pagerDutyIncidents.find('tocsin-1')).toEqual(ORDERS);
    expect(await store.pagerDutyIncidents.find('tocsin-2')).toBeUndefined();
  });

  test('are forgotten when nothing was told of them for long', async () => {
    await store.pagerDutyIncidents.remember('tocsin-1', ORDERS);
    await store.pass(PAGERDUTY_INCIDENT_KEPT - 60_000);
    await store.pagerDutyIncidents.remember('tocsin-1', ORDERS);
    await store.pass(PAGERDUTY_INCIDENT_KEPT - 60_000);
    expect(await store.pagerDutyIncidents.find('tocsin-1')).toEqual(ORDERS);
    await store.pass(120_000);
    expect(await store.pagerDutyIncidents.find('tocsin-1')).toBeUndefined();
  });
});
