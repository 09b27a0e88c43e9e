import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { watchRules } from '../../../src/app/metrics/watch-rules.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { createCloudWatchSource } from '../../../src/metrics/sources/cloudwatch/source.ts';
import { createPrometheusSource } from '../../../src/metrics/sources/prometheus/source.ts';
import { createWatch } from '../../../src/metrics/watch/evaluate.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/store/memory/store.ts';
import {
  DENIED,
  REGION,
  startCloudWatch,
  type CloudWatch,
} from '../../../demo/cloudwatch/cloudwatch.ts';
import { startPrometheus, type Prometheus } from '../../support/prometheus.ts';

const MINUTE = 60_000;
const T0 = Date.parse('2026-03-01T10:00:00Z');

let cloudwatch: CloudWatch;
let prometheus: Prometheus;
beforeAll(async () => {
  cloudwatch = await startCloudWatch();
  prometheus = await startPrometheus();
});
afterAll(async () => {
  await cloudwatch.stop();
  await prometheus.stop();
});
beforeEach(() => {
  cloudwatch.clear();
  prometheus.calls.length = 0;
  prometheus.series.clear();
  prometheus.instead = () => undefined;
});

const METRICS = `
metrics:
  sources: [{ name: aws, region: ${REGION} }, { name: prom, url: 'http://127.0.0.1:1' }]
  saved:
    errors: { namespace: Shop, metric: errors, stat: Sum }
    requests: { namespace: Shop, metric: requests, stat: Sum }
    error-rate: { title: Error rate, formula: errors / requests * 100, unit: '%' }
    depth: { title: Queue, promql: depth, unit: messages }
`;
const RATE = `{ name: High error rate, when: error-rate > 10 && requests >= 20, for: 2m, severity: critical,
  labels: { team: web }, annotations: { resolution: Roll back., runbook: 'https://wiki.example.com/rate' } }`;

const BACKLOG = '{ name: Backlog, when: depth > 10 }';

/** Some rules on a clock that is turned by hand; two of them may share a store. */
function watching(rules: string, store?: MemoryStore, longestRead = 30_000) {
  const clock = { now: T0 };
  const kept = store ?? createMemoryStore(() => clock.now);
  const { config, problems } = loadConfig({ text: `${METRICS}watch: [${rules}]`, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  const client = new CloudWatchClient({
    region: REGION,
    endpoint: cloudwatch.url,
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  const limiter = { take: async () => 0, pause: async () => {} };
  const now = () => clock.now;
  const aws = createCloudWatchSource({ name: 'aws', client, region: REGION, limiter, now });
  const prom = createPrometheusSource({ name: 'prom', url: prometheus.url });
  const looked: [string, string | undefined][] = [];
  const look = createWatch({
    rules: watchRules(config),
    sources: new Map([
      ['aws', aws],
      ['prom', prom],
    ]),
    states: kept.watch,
    now,
    longestRead,
    onLooked: (...one) => looked.push(one),
  });
  return {
    store: kept,
    clock,
    looked,
    /** Looks every ten seconds up to so many minutes after T0. */
    until: async (minutes: number, abort = new AbortController().signal) => {
      for (; clock.now <= T0 + minutes * MINUTE; clock.now += 10_000) await look(abort);
    },
  };
}

/** What was said, in order. */
function signals({ state }: MemoryStore) {
  return [...state.inbox.values()].flatMap(({ event }) =>
    event.type === 'signals' ? event.signals : [],
  );
}

const said = (store: MemoryStore) =>
  signals(store).map(({ status, labels, startsAt, endsAt, annotations }) =>
    [status, labels['job'], ((endsAt ?? startsAt) - T0) / MINUTE, annotations.summary].filter(
      (one) => one !== undefined,
    ),
  );

/** 11 in the period that ends so many minutes after T0, else 3. */
const minuteIs = (minute: number) => (at: number) => ((at - T0) / MINUTE === minute ? 11 : 3);

/** A metric of CloudWatch's, by the minutes after T0. */
function put(metric: string, value: (minute: number) => number | undefined) {
  const name = { namespace: 'Shop', metric };
  cloudwatch.metrics.put({ ...name, value: (at) => value(Math.floor((at - T0) / MINUTE)) });
}

describe('a rule over CloudWatch', () => {
  test('raises an alert when it has held long enough, and ends it', async () => {
    put('errors', (minute) => (minute >= 2 && minute < 6 ? 12.4 : 10));
    put('requests', () => 100);
    const { store, until } = watching(RATE);
    await until(9);
    // The minutes 2 and 3 are over at 4, and their figures complete a minute later.
    expect(said(store)).toEqual([
      ['firing', 5, 'Error rate 12.4 % over 10 % for 2 min'],
      ['resolved', 8, 'Error rate 10 %, no longer over 10 %'],
    ]);
    expect(signals(store)[0]).toMatchObject({
      source: 'watch',
      nature: 'state',
      severity: 'critical',
      labels: { alertname: 'High error rate', severity: 'critical', team: 'web' },
      annotations: {
        unit: '%',
        resolution: 'Roll back.',
        runbook: 'https://wiki.example.com/rate',
      },
      links: [{ title: 'Runbook', url: 'https://wiki.example.com/rate' }],
      value: 12.4,
      threshold: 10,
      resends: false,
    });
    const identities = new Set(signals(store).map(({ fingerprint }) => fingerprint));
    expect(identities.size).toBe(1);
  });

  test('says nothing of few requests', async () => {
    put('errors', () => 19);
    put('requests', () => 19);
    const { store, until } = watching(RATE);
    await until(5);
    expect(said(store)).toEqual([]);
  });

  test('is read once a minute, together with all others that are due', async () => {
    put('errors', () => 1);
    put('requests', () => 100);
    const many = Array.from({ length: 300 }, (_, index) => {
      const metric = `{ namespace: Shop, metric: m${index}, stat: Sum }`;
      return `{ name: r${index}, when: x > 1 && error-rate > 90, metrics: { x: ${metric} } }`;
    });
    const { until, looked } = watching(many.join(', '));
    await until(2.5);
    // At the start, at 1 and at 2: 302 metrics each time, those that all share asked for once.
    const batches = cloudwatch.calls.map(({ input }) => input['MetricDataQueries']);
    expect(batches.map((queries) => Array.isArray(queries) && queries.length)).toEqual([
      302, 302, 302,
    ]);
    expect(looked).toHaveLength(900);
  });
});

describe('a rule over Prometheus', () => {
  test('raises an alert for each series', async () => {
    const series = (job: string, from: number) => ({
      labels: { __name__: 'depth', job },
      at: (at: number) => ((at - T0) / MINUTE >= from ? 11 : 3),
    });
    prometheus.series.set('depth', [series('a', 2), series('b', 3)]);
    const { store, until } = watching('{ name: Backlog, when: depth > 10, for: 1m }');
    await until(4);
    // What Prometheus says of 10:02 is known 15 s later, and looked at within ten seconds.
    expect(said(store)).toEqual([
      ['firing', 'a', 2 + 20 / 60, 'Queue 11 messages over 10 messages'],
      ['firing', 'b', 3 + 20 / 60, 'Queue 11 messages over 10 messages'],
    ]);
  });

  test('that leaves the config is ended', async () => {
    prometheus.series.set('depth', [{ labels: { job: 'a' }, at: () => 11 }]);
    const { store, until } = watching('{ name: Backlog, when: depth > 10 }');
    await until(1);
    await watching('{ name: Other, when: depth > 100 }', store).until(1);
    expect(said(store).map(([status, ...rest]) => [status, rest.at(-1)])).toEqual([
      ['firing', 'Queue 11 messages over 10 messages'],
      ['resolved', 'The watch rule Backlog is no longer in the config'],
    ]);
    expect([...(await store.watch.all()).keys()]).toEqual(['Other']);
  });
});

describe('what goes wrong', () => {
  test('leaves what was raised as it is, and is told of with what to do', async () => {
    prometheus.series.set('depth', [{ labels: {}, at: () => 11 }]);
    const { store, until, looked } = watching(BACKLOG);
    await until(1);
    prometheus.instead = () => ({ status: 401 });
    await until(6);
    expect(said(store)).toHaveLength(1);
    expect((await store.watch.all()).get('Backlog')).toMatchObject({
      firing: { '[]': { series: {} } },
      failure: {
        about: 'prom/refused',
        source: 'prom',
        what: 'prom does not let the bot in: HTTP 401.',
      },
    });
    expect(looked.at(-1)?.[1]).toMatch(/HTTP 401/u);
    prometheus.instead = () => undefined;
    prometheus.series.set('depth', [{ labels: {}, at: () => 3 }]);
    await until(8);
    expect((await store.watch.all()).get('Backlog')).not.toHaveProperty('failure');
    expect(said(store).map(([status]) => status)).toEqual(['firing', 'resolved']);
  });

  test('from the very first look on does not hide what comes after', async () => {
    prometheus.instead = () => ({ status: 503, body: '' });
    prometheus.series.set('depth', [{ labels: {}, at: () => 11 }]);
    const { store, until } = watching(BACKLOG);
    await until(0.4);
    prometheus.instead = () => undefined;
    await until(2);
    expect(said(store).map(([status]) => status)).toEqual(['firing']);
  });

  test('is news after three times as long as from one look to the next', async () => {
    prometheus.instead = () => ({ status: 503, body: '' });
    const { store, until } = watching(BACKLOG);
    await until(5);
    const { failure } = (await store.watch.all()).get('Backlog') ?? {};
    expect(failure).toMatchObject({ since: T0, newsAt: T0 + 3 * MINUTE });
  });

  test('with one source holds up no other', async () => {
    put('errors', () => 50);
    put('requests', () => 100);
    prometheus.instead = () => ({ status: 503, body: '' });
    const { store, until } = watching(`${BACKLOG}, ${RATE}`);
    await until(2);
    expect(said(store).map(([status]) => status)).toEqual(['firing']);
  });

  test('with a part of the figures is not judged by the others', async () => {
    put('errors', () => 50);
    put('requests', () => 100);
    const { store, until } = watching(RATE.replace('for: 2m', 'for: 2m, missing: resolved'));
    await until(2);
    cloudwatch.metrics.clear();
    const name = { namespace: 'Shop', metric: 'errors', value: () => undefined };
    cloudwatch.metrics.put({ ...name, status: 'PartialData' });
    put('requests', () => 100);
    await until(4);
    expect(said(store).map(([status]) => status)).toEqual(['firing']);
    expect((await store.watch.all()).get('High error rate')?.failure).toMatchObject({
      what: expect.stringContaining('only a part of the data came'),
    });
    cloudwatch.metrics.clear();
    put('errors', () => 50);
    put('requests', () => 100);
    await until(6);
    expect((await store.watch.all()).get('High error rate')).not.toHaveProperty('failure');
    expect(said(store)).toHaveLength(1);
  });

  test('with a source that says nothing keeps no look from ending, however many ask it', async () => {
    put('errors', () => 50);
    put('requests', () => 100);
    prometheus.instead = () => 'silence';
    const many = Array.from(
      { length: 9 },
      (_, index) => `{ name: r${index}, when: x > 1, metrics: { x: { promql: up${index} } } }`,
    );
    const { store, until } = watching([RATE, ...many].join(', '), undefined, 1000);
    await until(0);
    const states = await store.watch.all();
    const told = [...states.values()].map(({ failure }) => failure?.what);
    expect(new Set(told)).toEqual(new Set([undefined, 'prom did not answer within 1 s.']));
    expect(states.get('High error rate')).not.toHaveProperty('failure');
    expect(prometheus.calls).toHaveLength(4);
  });

  test('names the action that is not allowed', async () => {
    cloudwatch.failWith = () => DENIED;
    const { store, until } = watching(RATE);
    await until(0);
    expect((await store.watch.all()).get('High error rate')?.failure).toMatchObject({
      about: 'aws/refused',
      what: expect.stringContaining('cloudwatch:GetMetricData'),
    });
  });
});

describe('replicas', () => {
  test('that take turns say nothing twice, and look at each rule once', async () => {
    prometheus.series.set('depth', [{ labels: {}, at: () => 11 }]);
    const one = watching('{ name: Backlog, when: depth > 10 }');
    const other = watching('{ name: Backlog, when: depth > 10 }', one.store);
    for (let at = T0; at <= T0 + 3 * MINUTE; at += 10_000) {
      one.clock.now = other.clock.now = at;
      await one.until((at - T0) / MINUTE);
      await other.until((at - T0) / MINUTE);
    }
    expect(said(one.store)).toHaveLength(1);
    // At the start, and when each minute is 15 s old.
    expect(prometheus.calls).toHaveLength(4);
  });

  test('that lose their turn while they read leave all as it was', async () => {
    const lost = new AbortController();
    prometheus.instead = () => {
      lost.abort();
      return undefined;
    };
    const { store, until } = watching('{ name: Backlog, when: depth > 10 }');
    await until(0, lost.signal);
    expect(await store.watch.all()).toEqual(new Map());
  });

  test.each([
    ['goes on', () => 11, ['firing']],
    ['is over before anybody looks again', minuteIs(-1), []],
  ])(
    'that die before it is written down have said nothing; what %s is told as it is',
    async (_, depth, expected) => {
      prometheus.series.set('depth', [{ labels: {}, at: depth }]);
      const store = createMemoryStore(() => T0);
      const dying = { ...store.watch, put: async () => Promise.reject(new Error('gone')) };
      const dead = watching(BACKLOG, { ...store, watch: dying });
      await expect(dead.until(0)).rejects.toThrow('gone');
      expect(said(store)).toEqual([]);
      const { until, clock } = watching(BACKLOG, store);
      clock.now = T0 + 5 * MINUTE;
      await until(8);
      expect(said(store).map(([status]) => status)).toEqual(expected);
    },
  );
});

describe('a clock', () => {
  const DAY = 24 * 60 * MINUTE;

  test('that was a day ahead for a while keeps no rule from being looked at', async () => {
    prometheus.series.set('depth', [{ labels: {}, at: () => 3 }]);
    const { store, until, clock } = watching(BACKLOG);
    clock.now = T0 + DAY;
    await until(24 * 60);
    clock.now = T0;
    prometheus.series.set('depth', [{ labels: {}, at: () => 11 }]);
    await until(2);
    expect(said(store).map(([status]) => status)).toEqual(['firing']);
  });

  test('that was a day ahead does not hide for as long that a rule fails', async () => {
    prometheus.instead = () => ({ status: 503, body: '' });
    const { store, until, clock } = watching(BACKLOG);
    clock.now = T0 + DAY;
    await until(24 * 60);
    clock.now = T0;
    await until(1);
    const { failure } = (await store.watch.all()).get('Backlog') ?? {};
    expect(failure?.newsAt).toBeLessThanOrEqual(T0 + 4 * MINUTE);
  });
});

test('a rule that is to be looked at more often from now on does not wait for its old turn', async () => {
  prometheus.series.set('depth', [{ labels: {}, at: () => 3 }]);
  const hourly = watching('{ name: Backlog, when: depth > 10, every: 1h }');
  await hourly.until(1);
  prometheus.series.set('depth', [{ labels: {}, at: () => 11 }]);
  await watching(BACKLOG, hourly.store).until(3);
  expect(said(hourly.store).map(([status]) => status)).toEqual(['firing']);
});
