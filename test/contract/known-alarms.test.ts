import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { alertOf, atVersion, commitOf } from './records.ts';
import { KINDS, taken, type Subject } from './stores.ts';

const HERE = { account: '111122223333', region: 'us-east-1' };

function alarm(name: string, rest: Partial<Alert> = {}, place = HERE): Alert {
  return alertOf(name, { source: 'cloudwatch', labels: { alertname: name, ...place }, ...rest });
}

/** Commits alerts, each at a version of its own. */
async function write(store: Subject, ...alerts: readonly Alert[]): Promise<void> {
  for (const alert of alerts) {
    const id = alert.fingerprint;
    const touched = {
      alerts: new Set([id]),
      groups: new Set<string>(),
      members: new Set<string>(),
      joining: new Map(),
      waiting: new Set<string>(),
      openings: new Set<string>(),
    };
    const read = (await store.events.load(touched)).alerts.get(id) ?? atVersion(0);
    const [entry = ''] = await taken(store, `${id} ${read.version} ${alert.endsAt}`);
    const changes = { alerts: new Map([[id, alert]]) };
    const commit = commitOf({ entry }, changes, {
      expectedAlerts: new Map([[id, read]]),
    });
    expect(await store.events.commit([commit])).toEqual(['done']);
  }
}

function names(alerts: readonly Alert[]): readonly string[] {
  return alerts.map(({ fingerprint }) => fingerprint).toSorted();
}

describe.each(KINDS)('known alarms in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('are found by their fingerprints, firing or not; unknown ones are left out', async () => {
    const store = await make();
    const over = alarm('b', { endsAt: Date.now() });
    await write(store, alarm('a'), over);
    expect(await store.alarms.alerts(['a', 'b', 'c'])).toEqual([alarm('a'), over]);
    expect(await store.alarms.alerts([])).toEqual([]);
  });

  test('that fire are found by account and region', async () => {
    const store = await make();
    await write(
      store,
      alarm('a'),
      alarm('b', { source: 'cloudwatch-composite' }),
      alarm('elsewhere', {}, { ...HERE, region: 'eu-west-1' }),
      alarm('others', {}, { ...HERE, account: '444455556666' }),
      alarm('no alarm', { source: 'tocsin' }),
    );
    expect(names(await store.alarms.firing(HERE))).toEqual(['a', 'b']);
    expect(await store.alarms.firing({ ...HERE, region: 'eu-west-3' })).toEqual([]);
  });

  test('are found where they are said to be by now', async () => {
    const store = await make();
    const nowhere = alertOf('a', { source: 'cloudwatch' });
    await write(store, nowhere, alarm('a'));
    expect(names(await store.alarms.firing(HERE))).toEqual(['a']);
    const elsewhere = { ...HERE, region: 'eu-west-1' };
    await write(store, alarm('a', {}, elsewhere));
    expect(names(await store.alarms.firing(elsewhere))).toEqual(['a']);
    expect(names(await store.alarms.firing(HERE))).toEqual([]);
  });

  test('fire no longer once they are over, and do when they fire anew', async () => {
    const store = await make();
    await write(store, alarm('a'), alarm('b'), alarm('a', { endsAt: Date.now() }));
    expect(names(await store.alarms.firing(HERE))).toEqual(['b']);
    await write(store, alarm('a'));
    expect(names(await store.alarms.firing(HERE))).toEqual(['a', 'b']);
  });

  test('are all found, however many they are', async () => {
    const store = await make();
    const many = Array.from({ length: 1_100 }, (_, index) => alarm(`alarm-${index}`));
    const [entry = ''] = await taken(store, 'storm');
    const alerts = new Map(many.map((one) => [one.fingerprint, one]));
    expect(await store.events.commit([commitOf({ entry }, { alerts })])).toEqual(['done']);
    expect(await store.alarms.firing(HERE)).toHaveLength(1_100);
  });
});

describe.each(KINDS)('severity tags in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('are as they were put, also those that say nothing, and forgotten after a day', async () => {
    const { tags, pass } = await make();
    await tags.put('a', { severity: 'critical', readAt: 1 });
    await tags.put('b', { readAt: 2 });
    const expected = new Map([
      ['a', { severity: 'critical', readAt: 1 }],
      ['b', { readAt: 2 }],
    ]);
    expect(await tags.get(['a', 'b', 'c'])).toEqual(expected);
    expect(await tags.get([])).toEqual(new Map());
    await pass(24 * 60 * 60 * 1000);
    expect(await tags.get(['a', 'b'])).toEqual(new Map());
  });
});
