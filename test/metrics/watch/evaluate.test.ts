import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { watchRules } from '../../../src/app/watch-rules.ts';
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

/** Some rules on a clock that is turned by hand; two of them may share a store. */
function watching(rules: string, store?: MemoryStore) {
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
    inbox: kept.inbox,
    now,
    onLooked: (...one) => looked.push(one),
  });
  return {
    store: kept,
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
  const BACKLOG = '{ name: Backlog, when: depth > 10 }';

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
    await one.until(3);
    const other = watching('{ name: Backlog, when: depth > 10 }', one.store);
    const asked = prometheus.calls.length;
    await other.until(3);
    expect(said(one.store)).toHaveLength(1);
    expect(prometheus.calls).toHaveLength(asked);
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

  test('that die before it is written down say the same again, as one message', async () => {
    prometheus.series.set('depth', [{ labels: {}, at: () => 11 }]);
    const store = createMemoryStore(() => T0);
    const { watch, ...rest } = store;
    const forgetful = { ...rest, watch: { ...watch, put: async () => {} } };
    await watching('{ name: Backlog, when: depth > 10 }', forgetful).until(0);
    await watching('{ name: Backlog, when: depth > 10 }', forgetful).until(0);
    expect(said(store)).toHaveLength(1);
  });
});
