import { describe, expect, test } from 'vitest';
import { qualityAlerts } from '../../../../src/announcements/quality-alerts.ts';
import { DataProblem } from '../../../../src/drift/data/problem.ts';
import { taskOf } from '../../../../src/drift/quality/runs/dataset.ts';
import { createQualityRuns } from '../../../../src/drift/quality/runs/evaluate.ts';
import { createMemoryStore, type MemoryStore } from '../../../../src/store/memory/store.ts';
import { DAY, HOUR, T0 } from '../../runs/worlds.ts';
import { dataSet, reportOf, type Data } from './worlds.ts';

const AWAY = new DataProblem('unreachable', 'S3 does not answer.', 'Wait.');

/** A bot that checks on a clock that is turned by hand; its data changes by the days. */
function watching(data: (day: number) => Data | Error, sets = [dataSet()]) {
  const clock = { now: T0 + 6 * HOUR };
  const store = createMemoryStore(() => clock.now);
  const published: string[] = [];
  const world = { sets, store, clock, published, checks: 0, broken: false };
  const look = (): Promise<void> =>
    createQualityRuns({
      sets: world.sets,
      states: {
        ...store.quality,
        async put(name, state, said) {
          if (world.broken) throw new Error('the process dies');
          await store.quality.put(name, state, said);
        },
      },
      reports: store.qualityReports,
      now: () => clock.now,
      async check() {
        world.checks += 1;
        const found = data(Math.floor((clock.now - T0) / DAY));
        if (found instanceof Error) throw found;
        return reportOf(found, clock.now);
      },
      onRun: () => {},
      async publish({ name }, { severity }) {
        published.push(`${name} ${severity}`);
      },
      onUntold: () => {},
    }).look(new AbortController().signal);
  /** Looks every hour, up to the run of so many days after the first. */
  const until = async (day: number) => {
    for (; clock.now <= T0 + day * DAY + 6 * HOUR; clock.now += HOUR) await look();
  };
  return Object.assign(world, { look, until });
}

/** What was said, in order: by the day. */
function said({ state }: MemoryStore) {
  return [...state.inbox.values()].flatMap(({ event, at }) =>
    event.type === 'signals'
      ? event.signals.map(({ status, labels: { check, column = '–', severity } }) =>
          [Math.floor((at - T0) / DAY), status, check, column, severity].join(' '),
        )
      : [],
  );
}

describe('a data set', () => {
  test('is an alert for each check of a column that fails, until it is as it should be', async () => {
    const bad = { rows: 99, hours: 7, missing: 0.2, low: 0.1 };
    const world = watching((day) => [{}, bad, { ...bad, hours: 30, missing: 0.4 }, {}][day] ?? {});
    await world.until(4);
    expect(said(world.store)).toEqual([
      '1 firing volume – error',
      '1 firing validity price error',
      '1 firing freshness at warning',
      '1 firing completeness email warning',
      '2 firing freshness at critical',
      '2 firing volume – error',
      '2 firing validity price error',
      '2 firing completeness email error',
      '3 resolved volume – error',
      '3 resolved freshness at critical',
      '3 resolved validity price error',
      '3 resolved completeness email error',
    ]);
    const runs = await world.store.qualityReports.runs('orders');
    expect(runs.map(({ failed, checks, rows }) => [failed, checks, rows])).toEqual([
      [0, 7, 1_000],
      [4, 7, 99],
      [4, 7, 99],
      [0, 7, 1_000],
      [0, 7, 1_000],
    ]);
    const [first] = [...world.store.state.inbox.values()];
    if (first?.event.type !== 'signals') throw new Error('there is no signal');
    expect(first.event.signals[3]).toMatchObject({
      source: 'quality',
      nature: 'state',
      labels: { alertname: 'DataQuality', dataset: 'orders', column: 'email', team: 'data' },
      annotations: {
        summary: 'email of Orders: 20 % missing (19.8), at most 10 % wanted',
      },
      value: 0.2,
    });
  });

  test('is as grave as the worst rule of a column, and says that there are others', async () => {
    const world = watching(() => ({ low: 0.1, high: 0.5 }));
    await world.look();
    expect(said(world.store)).toEqual(['0 firing validity price critical']);
    const [first] = [...world.store.state.inbox.values()];
    if (first?.event.type !== 'signals') throw new Error('there is no signal');
    expect(first.event.signals[0]?.annotations.summary).toBe(
      'price of Orders (<= 10): 500 values invalid (50 %), the first "-1" in row 7; 1 other rule of it as well',
    );
  });

  test('without rows says nothing of its values: what was raised of them stays', async () => {
    const world = watching((day) => (day === 0 ? { missing: 0.5, low: 0.5 } : { rows: 0 }));
    await world.until(1);
    expect(said(world.store)).toEqual([
      '0 firing validity price error',
      '0 firing completeness email error',
      '1 firing freshness at critical',
      '1 firing volume – error',
    ]);
  });

  test('that nobody looks at any more has no alerts', async () => {
    const world = watching(() => ({ missing: 0.5 }));
    await world.look();
    world.sets = [];
    await world.look();
    await world.look();
    expect(said(world.store)).toEqual([
      '0 firing completeness email error',
      '0 resolved completeness email error',
    ]);
    expect(await world.store.quality.all()).toEqual(new Map());
  });

  test('is told of once, although the process dies before it is written down', async () => {
    const world = watching(() => ({ missing: 0.5 }));
    world.broken = true;
    await expect(world.look()).rejects.toThrow('the process dies');
    world.broken = false;
    for (let times = 0; times < 3; times += 1) await world.look();
    expect(said(world.store)).toHaveLength(1);
    expect(world.checks).toBe(2);
    expect(world.published).toEqual(['orders high']);
    expect(await world.store.qualityReports.runs('orders')).toHaveLength(1);
  });

  test('that can not be read three times is an alert of its own, and what was raised stays', async () => {
    let isAway = false;
    const world = watching(() => (isAway ? AWAY : { missing: 0.5 }));
    await world.look();
    isAway = true;
    world.clock.now += DAY;
    const alerts = async () => qualityAlerts(await world.store.quality.all());
    for (let tries = 0; tries < 2; tries += 1, world.clock.now += HOUR) await world.look();
    expect(await alerts()).toEqual([]);
    await world.look();
    expect(await alerts()).toMatchObject([
      {
        labels: {
          alertname: 'TocsinQualityRunFailed',
          integration: 'quality/orders',
          dataset: 'orders',
        },
        summary: expect.stringContaining('what the data of orders is like'),
        description: 'Wait. What was raised of the data set stays as it is.',
      },
    ]);
    expect(said(world.store)).toEqual(['0 firing completeness email error']);
    isAway = false;
    world.clock.now += HOUR;
    await world.look();
    expect(await alerts()).toEqual([]);
  });
});

test('the age of days that are over is that at their end; of what is always there, that now', () => {
  const now = T0 + DAY + 6 * HOUR;
  const window = { start: T0, end: T0 + DAY };
  const dated = dataSet({ from: 's3://b/dt={date}/', s3: { region: 'eu-west-1' } });
  expect(taskOf(dated, window, now)).toMatchObject({
    from: 's3://b/dt={date}/',
    s3: { region: 'eu-west-1' },
    window,
    at: now,
    asOf: T0 + DAY,
  });
  expect(taskOf(dataSet(), window, now)).toEqual({
    from: 'orders.csv',
    s3: {},
    rules: dataSet().rules,
    at: now,
  });
});
