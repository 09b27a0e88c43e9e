import { describe, expect, test } from 'vitest';
import { driftAlerts } from '../../../src/announcements/drift-alerts.ts';
import { DataProblem } from '../../../src/drift/data/problem.ts';
import { createDriftRuns } from '../../../src/drift/runs/evaluate.ts';
import type { WatchedModel } from '../../../src/drift/runs/model.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/store/memory/store.ts';
import { DAY, HOUR, reportOf, T0, watched, type Moved } from './worlds.ts';

const AWAY = new DataProblem('unreachable', 'S3 does not answer.', 'Wait.');

/** A bot that compares on a clock that is turned by hand; its data moves by the days. */
function watching(data: (day: number) => Moved | Error, models = [watched()]) {
  const clock = { now: T0 + 6 * HOUR };
  const store = createMemoryStore(() => clock.now);
  const windows: string[] = [];
  const published: string[] = [];
  const onPublish = (): void => {};
  const world = { models, store, clock, windows, published, onPublish, broken: false, slack: true };
  const look = (signal = new AbortController().signal): Promise<void> => runs().look(signal);
  const runs = () =>
    createDriftRuns({
      models: world.models,
      states: {
        ...store.drift,
        async put(model, state, said) {
          if (world.broken) throw new Error('the process dies');
          await store.drift.put(model, state, said);
        },
      },
      reports: store.driftReports,
      now: () => clock.now,
      async compare(_, window) {
        windows.push([window.start, window.end].map((at) => (at - T0) / DAY).join('-'));
        const moved = data(window.end / DAY - T0 / DAY);
        if (moved instanceof Error) throw moved;
        return reportOf(moved, clock.now);
      },
      onRun: () => {},
      async publish({ name }, { drifted }) {
        if (!world.slack) throw new Error('Slack is away');
        world.onPublish();
        published.push(`${name} ${drifted}`);
      },
      onUntold: () => {},
    });
  const run = (model: WatchedModel) => runs().run(model, new AbortController().signal);
  /** Looks every hour, up to the run of so many days after the first. */
  const until = async (day: number) => {
    for (; clock.now <= T0 + day * DAY + 6 * HOUR; clock.now += HOUR) await look();
  };
  return Object.assign(world, { look, until, run });
}

/** What was said, in order: by the day, and of which feature. */
function said({ state }: MemoryStore) {
  return [...state.inbox.values()].flatMap(({ event, at }) =>
    event.type === 'signals'
      ? event.signals.map(({ status, labels }) =>
          [
            Math.floor((at - T0) / DAY),
            status,
            labels['alertname'],
            labels['feature'] ?? '',
            labels['severity'],
          ]
            .join(' ')
            .replace('  ', ' '),
        )
      : [],
  );
}

describe('the data of a model', () => {
  test('that drifts for as many runs as it takes is told, with the figures of each, until it is over', async () => {
    const world = watching(
      (day) => ({ age: day >= 1 && day < 4 ? 0.35 : 0, income: 0, debt: 0 }),
      [watched({ sustained: 2 })],
    );
    await world.until(5);
    expect(said(world.store)).toEqual([
      '2 firing FeatureDrift age error',
      '3 firing FeatureDrift age error',
      '4 resolved FeatureDrift age error',
    ]);
    const runs = await world.store.driftReports.runs('churn');
    expect(runs.map(({ drifted, features }) => [drifted, features['age']?.distance])).toEqual([
      [0, 0],
      [1, 0.35],
      [1, 0.35],
      [1, 0.35],
      [0, 0],
      [0, 0],
    ]);
    const [first] = [...world.store.state.inbox.values()];
    if (first?.event.type !== 'signals') throw new Error('there is no signal');
    expect(first.event.signals[0]).toMatchObject({
      source: 'drift',
      nature: 'state',
      labels: { model: 'churn', version: '7', feature: 'age', team: 'ml' },
      annotations: { summary: expect.stringMatching(/^age of churn: KS 0\.350, p < 0\.001, PSI/u) },
      value: 0.35,
      threshold: 0.3,
    });
  });

  test('is as grave as it is far away, and as a whole when the mean is', async () => {
    const world = watching(() => ({ age: 0.9, income: 0.25, probability: 4 }));
    await world.look();
    expect(said(world.store)).toEqual([
      '0 firing FeatureDrift age error',
      '0 firing FeatureDrift income warning',
      '0 firing PredictionDrift critical',
      '0 firing ModelDrift critical',
    ]);
  });

  test('is compared once for each window; after an outage only the newest is', async () => {
    const world = watching(() => ({ age: 0 }));
    await world.until(1);
    world.clock.now += 5 * DAY;
    await world.look();
    expect(world.windows).toEqual(['-1-0', '0-1', '5-6']);
  });

  test('is told of once, although the process dies before it is written down', async () => {
    const world = watching(() => ({ age: 0.5 }));
    world.broken = true;
    await expect(world.look()).rejects.toThrow('the process dies');
    world.broken = false;
    world.clock.now += 30_000;
    await world.look();
    await world.look();
    expect(said(world.store)).toHaveLength(2);
    expect(world.windows).toEqual(['-1-0', '-1-0']);
    expect(await world.store.driftReports.runs('churn')).toHaveLength(1);
  });

  test('that nobody looks at any more has no alerts: the feature, the version, the model', async () => {
    const still = { mean: 0, other: 0, third: 0, fourth: 0 };
    const world = watching((day) =>
      day === 0 ? { age: 0.35, income: 0.35, ...still } : { income: 0.35, ...still },
    );
    await world.until(1);
    expect(said(world.store).slice(2)).toEqual([
      '1 firing FeatureDrift income error',
      '1 resolved FeatureDrift age error',
    ]);
    world.models = [watched({ version: '8' })];
    await world.until(2);
    expect(said(world.store).slice(4)).toEqual([
      '2 firing FeatureDrift income error',
      '2 resolved FeatureDrift income error',
    ]);
    world.models = [];
    await world.look();
    await world.look();
    expect(said(world.store).slice(6)).toEqual(['2 resolved FeatureDrift income error']);
    expect(await world.store.drift.all()).toEqual(new Map());
  });

  test('that can not be tested stays as it was', async () => {
    const world = watching((day) => ({ age: day === 1 ? undefined : 0.35, income: 0, debt: 0 }));
    await world.until(2);
    expect(said(world.store)).toEqual([
      '0 firing FeatureDrift age error',
      '2 firing FeatureDrift age error',
    ]);
  });

  test('is tried again when it can not be read, later each time; three times in vain is an alert', async () => {
    let isAway = true;
    const world = watching(() => (isAway ? AWAY : { age: 0 }));
    const tried = async (minutes: number) => {
      for (let at = 0; at < minutes; at += 1, world.clock.now += 60_000) await world.look();
      return world.windows.length;
    };
    expect(await tried(5)).toBe(1);
    expect(await tried(10)).toBe(2);
    expect(driftAlerts(await world.store.drift.all())).toEqual([]);
    expect(await tried(20)).toBe(3);
    expect(driftAlerts(await world.store.drift.all())).toEqual([
      {
        labels: {
          alertname: 'TocsinDriftRunFailed',
          integration: 'drift/churn',
          model: 'churn',
        },
        severity: 'error',
        summary: expect.stringContaining('S3 does not answer.'),
        description: expect.stringContaining('Wait.'),
        since: T0 + 6 * HOUR,
      },
    ]);
    isAway = false;
    expect(await tried(1)).toBe(4);
    expect(driftAlerts(await world.store.drift.all())).toEqual([]);
  });

  test('does not wait for that of another model', async () => {
    const world = watching((day) => (day === 0 ? AWAY : { age: 0.5 }));
    world.models = [watched(), watched({ name: 'price', dueAt: () => T0 + 30 * HOUR })];
    await world.look();
    expect(world.windows).toEqual(['-1-0', '0-1']);
    expect(said(world.store)[0]).toBe('0 firing FeatureDrift age error');
  });

  test('that somebody has compared again is no further run of the same window', async () => {
    const world = watching(() => ({ age: 0.35, income: 0, debt: 0 }), [watched({ sustained: 3 })]);
    await world.look();
    for (let times = 0; times < 3; times += 1) await world.run(watched({ sustained: 3 }));
    expect(said(world.store)).toEqual([]);
    expect(await world.store.driftReports.runs('churn')).toHaveLength(1);
  });

  test('is told others once, as soon as they can be told, and not when it is old', async () => {
    const world = watching(() => ({ age: 0.5, income: 0 }));
    world.slack = false;
    await world.look();
    world.clock.now += HOUR;
    await world.look();
    world.slack = true;
    await world.look();
    expect(world.published).toEqual([]);
    world.clock.now += HOUR;
    await world.look();
    world.clock.now += HOUR;
    await world.look();
    expect(world.published).toEqual(['churn 1']);
    world.slack = false;
    world.clock.now += DAY;
    for (let hour = 0; hour < 12; hour += 1, world.clock.now += HOUR) await world.look();
    world.slack = true;
    await world.look();
    expect(world.published).toEqual(['churn 1']);
  });

  test('is not noted as told by whoever has lost the turn meanwhile', async () => {
    const world = watching(() => ({ age: 0.5, income: 0 }));
    const turn = new AbortController();
    world.onPublish = () => turn.abort();
    await world.look(turn.signal).catch(() => {});
    expect((await world.store.drift.all()).get('churn')?.telling).toBeDefined();
  });
});
