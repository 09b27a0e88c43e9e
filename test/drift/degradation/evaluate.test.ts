import { expect, test } from 'vitest';
import { degradationAlerts } from '../../../src/announcements/degradation-alerts.ts';
import { DataProblem } from '../../../src/drift/data/problem.ts';
import { assess } from '../../../src/drift/degradation/assess.ts';
import { createDegradationRuns } from '../../../src/drift/degradation/evaluate.ts';
import { createMeasure } from '../../../src/drift/degradation/measure.ts';
import type { AssessedModel } from '../../../src/drift/degradation/model.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { judgedOf } from './predictions.ts';

const DAY = 86_400_000;
const HOUR = DAY / 24;
const FIRST = Math.floor(Date.parse('2026-10-01T00:00:00Z') / DAY);

const COLUMNS = {
  entity: 'entity',
  date: 'date',
  probability: 'probability',
  label: 'label',
  version: 'version',
  trace_id: 'trace_id',
  seconds: 'seconds',
  load_seconds: 'load_seconds',
  at: 'at',
};

function model(own: Partial<AssessedModel> = {}): AssessedModel {
  return {
    name: 'churn',
    title: 'churn',
    version: '7',
    labels: { team: 'ml' },
    threshold: 0.5,
    confidence: 'column',
    ctr: false,
    baseline: { f1: 1, precision: 1, recall: 1 },
    windows: [7],
    runbook: 'rollback',
    dueAt: (now) => Math.floor((now - 6 * HOUR) / DAY) * DAY + 6 * HOUR,
    ...own,
  };
}

/** A bot that measures on a clock that is turned by hand. */
function measuring(models = [model()]) {
  const clock = { now: FIRST * DAY + 6 * HOUR };
  const store = createMemoryStore(() => clock.now);
  const world = {
    models,
    clock,
    store,
    slack: true,
    away: false,
    dies: false,
    file: undefined as DataProblem | undefined,
    onPublish: () => {},
  };
  const read: number[] = [];
  const published: string[] = [];
  const measured: number[] = [];
  const measure = createMeasure({
    predictions: store.predictions,
    async read({ window: { start, end } }) {
      read.push((end - start) / DAY - 1);
      if (world.file !== undefined) throw world.file;
      return [];
    },
    open() {
      throw new Error('there is no file');
    },
    async score() {
      throw new Error('there is no file');
    },
    assess: async (outcomes, assessment) => assess(outcomes, assessment),
    onNew: () => {},
    now: () => clock.now,
  });
  const look = (signal = new AbortController().signal) =>
    createDegradationRuns({
      models: world.models,
      states: {
        ...store.degradation,
        async put(name, state, said) {
          if (world.dies) throw new Error('the process dies');
          await store.degradation.put(name, state, said);
        },
      },
      reports: store.modelReports,
      now: () => clock.now,
      async measure(...asked) {
        if (world.away) throw new DataProblem('unreachable', 'S3 does not answer.', 'Wait.');
        measured.push(Math.floor(asked[1] / DAY) - FIRST);
        return measure(...asked);
      },
      onReport: () => {},
      onFailure: () => {},
      async publish(one, { degree }) {
        if (!world.slack) throw new Error('Slack is away');
        world.onPublish();
        published.push(`${one.name} ${degree}`);
      },
      onUntold: () => {},
    })(signal);
  return Object.assign(world, {
    look,
    published,
    measured,
    /** Of how many days before the day of a run its files were read. */
    read,
    /** Predictions of the seven days before the day of the clock, so many of a hundred right. */
    async week(right: number, version = '7') {
      const today = Math.floor(clock.now / DAY);
      const rows = judgedOf([{ from: today - 7, to: today, f1: right / 100 }]);
      const at = clock.now;
      await store.predictions.keep(
        'churn',
        rows.map(({ entity, day, probability }) => ({ entity, day, at, probability, version })),
      );
      await store.predictions.keepTruths(
        'churn',
        rows.map(({ entity, day, actual = 0 }) => ({ entity, day, at, actual })),
      );
    },
    async tomorrow() {
      clock.now += DAY;
      await look();
    },
    said: () =>
      [...store.state.inbox.values()].flatMap(({ event }) =>
        event.type === 'signals'
          ? event.signals.map(({ status, labels }) =>
              [
                status,
                ...['alertname', 'version', 'window', 'severity'].map((name) => labels[name]),
              ].join(' '),
            )
          : [],
      ),
  });
}

test('F1 that falls by 4 % is logged, by 5 and 10 % told as moderate, by 11 % as severe, until it is over', async () => {
  const world = measuring();
  for (const [right, expected] of [
    [100, undefined],
    [96, undefined],
    [95, 'firing ModelDegradation 7 7d warning'],
    [90, 'firing ModelDegradation 7 7d warning'],
    [89, 'firing ModelDegradation 7 7d error'],
    [97, 'resolved ModelDegradation 7 7d error'],
    [96, undefined],
  ] as const) {
    const before = world.said().length;
    world.clock.now += DAY;
    await world.week(right);
    await world.look();
    expect(world.said().slice(before), `${right} of 100`).toEqual(
      expected === undefined ? [] : [expected],
    );
  }
  const [first] = [...world.store.state.inbox.values()];
  if (first?.event.type !== 'signals') throw new Error('there is no signal');
  expect(first.event.signals[0]).toMatchObject({
    source: 'drift',
    labels: { model: 'churn', version: '7', window: '7d', team: 'ml' },
    annotations: { summary: 'F1 of churn over 7 days: 0.950, 5 % below its baseline of 1.000' },
    value: 0.95,
  });
  const fingerprints = [...world.store.state.inbox.values()].flatMap(({ event }) =>
    event.type === 'signals' ? event.signals.map(({ fingerprint }) => fingerprint) : [],
  );
  expect(new Set(fingerprints).size).toBe(1);
});

test('each window is an alert of its own, and too few labels leave it as it was', async () => {
  const world = measuring([model({ windows: [7, 30] })]);
  await world.week(80);
  await world.look();
  expect(world.said()).toEqual([
    'firing ModelDegradation 7 7d error',
    'firing ModelDegradation 7 30d error',
  ]);
  world.clock.now += 9 * DAY;
  await world.look();
  // Of the last seven days nobody knows anything.
  expect(world.said().slice(2)).toEqual(['firing ModelDegradation 7 30d error']);
  const state = (await world.store.degradation.all()).get('churn');
  expect(Object.keys(state?.firing ?? {})).toEqual(['7/f1/7d', '7/f1/30d']);
});

test('clicks that are down more than 20 % are an incident of their own', async () => {
  const figures = { f1: 0.5, precision: 0.5, recall: 0.5 };
  const world = measuring([model({ ctr: true, baseline: { ...figures, ctr: 0.625 } })]);
  await world.week(100);
  await world.look();
  expect(world.said()).toEqual([]);
  world.models = [model({ ctr: true, baseline: { ...figures, ctr: 0.63 } })];
  await world.tomorrow();
  expect(world.said()).toEqual(['firing CTRDegradation 7 7d warning']);
});

test('a model is measured once a day, after an outage by the newest day alone', async () => {
  const world = measuring();
  await world.look();
  await world.look();
  await world.tomorrow();
  world.clock.now += 4 * DAY;
  await world.tomorrow();
  expect(world.measured).toEqual([0, 1, 6]);
});

test('the first full window of a version is its baseline for good', async () => {
  const { baseline: _, ...without } = model();
  const world = measuring([without]);
  await world.week(90);
  await world.look();
  world.clock.now += DAY;
  await world.week(80);
  await world.look();
  expect(world.said()).toEqual(['firing ModelDegradation 7 7d error']);
  const kept = async () => {
    const baselines = (await world.store.degradation.all()).get('churn')?.baselines ?? {};
    return Object.keys(baselines);
  };
  expect(await kept()).toEqual(['7']);
  // Another version has one of its own, and what the old one raised is over.
  world.models = [{ ...without, version: '8' }];
  world.clock.now += DAY;
  await world.week(70, '8');
  await world.look();
  expect(world.said().slice(1)).toEqual(['resolved ModelDegradation 7 7d error']);
  expect(await kept()).toEqual(['7', '8']);
});

test('a model that is gone from the config has nothing that fires any more', async () => {
  const world = measuring();
  await world.week(50);
  await world.look();
  world.models = [];
  await world.look();
  expect(world.said().at(-1)).toBe('resolved ModelDegradation 7 7d error');
  expect(await world.store.degradation.all()).toEqual(new Map());
});

test('a process that dies before it has kept what it said is measured again, and nothing is said twice', async () => {
  const world = measuring();
  await world.week(50);
  world.dies = true;
  await expect(world.look()).rejects.toThrow('the process dies');
  world.dies = false;
  await world.look();
  await world.look();
  expect(world.said()).toHaveLength(1);
  expect(world.published).toEqual(['churn severe']);
});

test('a report that Slack did not take is posted later, once', async () => {
  const world = measuring();
  world.slack = false;
  await world.look();
  world.slack = true;
  await world.look();
  expect(world.published).toEqual([]);
  world.clock.now += 5 * 60_000;
  await world.look();
  await world.look();
  expect(world.published).toEqual(['churn undefined']);
});

test('data that can not be read three times is told as the bot’s own alert, until it can', async () => {
  const world = measuring();
  world.away = true;
  for (let hour = 0; hour < 3; hour += 1) {
    await world.look();
    world.clock.now += HOUR;
  }
  const alerts = async () => degradationAlerts(await world.store.degradation.all());
  expect(await alerts()).toMatchObject([
    { labels: { alertname: 'TocsinModelNotMeasured', model: 'churn' }, severity: 'error' },
  ]);
  world.away = false;
  await world.look();
  expect(await alerts()).toEqual([]);
});

test('a version of any name has a baseline of its own', async () => {
  const { baseline: _, ...without } = model({ version: 'constructor' });
  const world = measuring([without]);
  await world.week(90, 'constructor');
  await world.look();
  expect((await world.store.degradation.all()).get('churn')).toMatchObject({
    baselines: { constructor: expect.stringContaining('"from":"window"') },
  });
});

test('files are read from the beginning until a first report is made, and then what is new since the last', async () => {
  const file = { from: 's3://b/dt={date}/', s3: {}, columns: COLUMNS };
  const world = measuring([model({ predictions: file })]);
  world.file = new DataProblem('unreadable', 'A file is cut short.', 'Write it again.');
  await world.week(100);
  await world.look();
  world.file = undefined;
  world.clock.now += HOUR;
  await world.look();
  await world.tomorrow();
  world.clock.now += 30 * DAY;
  await world.look();
  expect(world.read).toEqual([90, 90, 7, 36]);
});

test('whoever has lost the turn while telling changes nothing', async () => {
  const world = measuring();
  const turn = new AbortController();
  world.onPublish = () => turn.abort();
  await world.week(50);
  await world.look(turn.signal).catch(() => {});
  expect((await world.store.degradation.all()).get('churn')?.telling).toBeDefined();
});
