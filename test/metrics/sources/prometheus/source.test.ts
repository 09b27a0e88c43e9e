import { createServer } from 'node:https';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeAuthority } from '../../../../demo/certificates.ts';
import { freePort, listen } from '../../../../demo/listen.ts';
import {
  createPrometheusSource,
  type PrometheusSettings,
} from '../../../../src/metrics/sources/prometheus/source.ts';
import {
  errorAnswer,
  startPrometheus,
  type OddAnswer,
  type Prometheus,
} from '../../../support/prometheus.ts';

const MINUTE = 60_000;
const T0 = Date.parse('2026-01-06T10:00:00Z');
const TEN_MINUTES = { from: T0, to: T0 + 10 * MINUTE };

let prometheus: Prometheus;

beforeAll(async () => {
  prometheus = await startPrometheus();
});
afterAll(() => prometheus.stop());
beforeEach(() => {
  prometheus.calls.length = 0;
  prometheus.series.clear();
  prometheus.warnings = [];
  prometheus.instead = () => undefined;
});

function source(settings: Partial<PrometheusSettings> = {}) {
  return createPrometheusSource({ name: 'prom', url: prometheus.url, ...settings });
}

function promql(expression: string) {
  return { source: 'prom', kind: 'promql', expression } as const;
}

async function readOne(
  expression: string,
  settings: Partial<PrometheusSettings> = {},
  span = TEN_MINUTES,
  period = MINUTE,
) {
  const queries = [promql(expression)];
  const [reading] = await source(settings).read({ queries, span, period });
  return reading;
}

/** The minutes after T0, as a figure. */
const minutes = (at: number) => (at - T0) / MINUTE;

/** So many minutes after T0 as Prometheus has times. */
const at = (minute: number) => (T0 + minute * MINUTE) / 1000;

function matrix(result: readonly object[]): string {
  return JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
}

describe('a range', () => {
  test('is read by whole periods, each told of by its end', async () => {
    prometheus.series.set('up', [{ labels: { __name__: 'up' }, at: minutes }]);
    const span = { from: T0 + 10_000, to: T0 + 4 * MINUTE + 30_000 };
    expect(await readOne('up', {}, span)).toEqual({
      ok: true,
      series: [
        {
          label: 'up',
          period: MINUTE,
          points: [
            { at: T0 + MINUTE, value: 2 },
            { at: T0 + 2 * MINUTE, value: 3 },
            { at: T0 + 3 * MINUTE, value: 4 },
          ],
        },
      ],
    });
    expect(prometheus.calls).toMatchObject([
      { path: 'query_range', form: { step: '60', timeout: '30000ms' } },
    ]);
  });

  test('of less than one whole period is what it was at the end', async () => {
    prometheus.series.set('up', [{ labels: {}, at: minutes }]);
    const span = { from: T0 + 1, to: T0 + 30 * MINUTE + 1 };
    const reading = await readOne('up', {}, span, 30 * MINUTE);
    expect(prometheus.calls).toMatchObject([{ path: 'query' }]);
    expect(reading).toMatchObject({
      series: [{ points: [{ at: T0 + 1, value: 30 + 1 / MINUTE }] }],
    });
  });

  test('has gaps where there is no figure', async () => {
    const figures = [1, undefined, Number.NaN, Number.POSITIVE_INFINITY, 5];
    prometheus.series.set('up', [{ labels: {}, at: (at) => figures[minutes(at) - 1] }]);
    expect(await readOne('up')).toMatchObject({
      series: [
        {
          points: [
            { at: T0, value: 1 },
            { at: T0 + 4 * MINUTE, value: 5 },
          ],
        },
      ],
    });
  });

  test('is in order, each period once, and of the time that was asked for, however it came', async () => {
    const values = [
      [at(3), '3'],
      [at(1), '1'],
      [at(3), '33'],
      [at(99), '99'],
      [1e300, '5'],
      [-1e300, '5'],
      [at(2), 'NaN'],
    ];
    const body = matrix([{ metric: {}, values }]);
    prometheus.instead = () => ({ status: 200, body });
    expect(await readOne('up')).toEqual({
      ok: true,
      series: [
        {
          label: 'up',
          period: MINUTE,
          points: [
            { at: T0, value: 1 },
            { at: T0 + 2 * MINUTE, value: 33 },
          ],
        },
      ],
    });
  });

  test.each(['', ' '])('with %j for a figure is no answer of Prometheus’s', async (figure) => {
    const body = matrix([{ metric: {}, values: [[at(1), figure]] }]);
    prometheus.instead = () => ({ status: 200, body });
    expect(await readOne('up')).toMatchObject({ ok: false, problem: { kind: 'unreachable' } });
  });

  test('of more points than Prometheus works out is refused without asking it', async () => {
    const span = { from: T0, to: T0 + 11_001 * MINUTE };
    expect(await readOne('up', {}, span)).toEqual({
      ok: false,
      problem: { kind: 'too-long', period: MINUTE, longest: 11_000 * MINUTE },
    });
    expect(prometheus.calls).toEqual([]);
    prometheus.series.set('up', [{ labels: {}, at: minutes }]);
    const most = await readOne('up', {}, { from: T0, to: T0 + 11_000 * MINUTE });
    expect(most).toMatchObject({ ok: true });
  });
});

describe('several questions', () => {
  test('are answered in their order, and one that fails leaves the others alone', async () => {
    const texts = Array.from({ length: 9 }, (_, index) => `q${index}`);
    for (const text of texts) prometheus.series.set(text, [{ labels: { q: text }, at: () => 1 }]);
    prometheus.instead = ({ form }) =>
      form['query'] === 'q4' ? errorAnswer(400, 'bad_data', 'parse error') : undefined;
    const queries = texts.map(promql);
    const readings = await source().read({ queries, span: TEN_MINUTES, period: MINUTE });
    const labels = readings.map((one) => (one.ok ? one.series[0]?.label : one.problem.kind));
    const expected = texts.map((text) => `q=${text}`).with(4, 'refused');
    expect(labels).toEqual(expected);
  });

  test('of CloudWatch’s are none of Prometheus’s', async () => {
    const query = {
      source: 'prom',
      kind: 'stat',
      namespace: 'AWS/Lambda',
      metric: 'Errors',
      dimensions: {},
      statistic: 'Sum',
    } as const;
    const readings = await source().read({ queries: [query], span: TEN_MINUTES, period: MINUTE });
    expect(readings).toEqual([
      { ok: false, problem: { kind: 'refused', why: 'prom is a Prometheus: ask it in PromQL' } },
    ]);
  });
});

test('series keep their labels, but for the name of the metric', async () => {
  const labels = { __name__: 'up', job: 'api', zone: 'a' };
  prometheus.series.set('up', [{ labels, at: minutes }]);
  const reading = await readOne('up');
  expect(reading?.ok === true && reading.series[0]?.labels).toEqual({ job: 'api', zone: 'a' });
});

describe('a label', () => {
  const at = () => 1;
  test.each([
    ['the metric', [{ __name__: 'up', job: 'api' }], ['up']],
    ['all labels where there is no name', [{ job: 'api', zone: 'a' }], ['job=api, zone=a']],
    ['the expression where there are no labels', [{}], ['q']],
    [
      'what differs among several',
      [
        { __name__: 'up', job: 'api', zone: 'a' },
        { __name__: 'up', job: 'api', zone: 'b' },
        { __name__: 'up', job: 'api' },
      ],
      ['zone=a', 'zone=b', 'q'],
    ],
    [
      'the metrics where they differ',
      [
        { __name__: 'up', job: 'api' },
        { __name__: 'down', job: 'db' },
      ],
      ['up job=api', 'down job=db'],
    ],
    ['nothing invisible', [{ job: 'a\u202Eb\nc' }], ['job=ab c']],
  ])('is %s', async (_, all, expected) => {
    prometheus.series.set(
      'q',
      all.map((labels) => ({ labels, at })),
    );
    const reading = await readOne('q');
    expect(reading?.ok === true && reading.series.map(({ label }) => label)).toEqual(expected);
  });
});

describe('who asks', () => {
  test.each([
    ['a bearer token', { bearerToken: 'abc' }, { authorization: 'Bearer abc' }],
    [
      'a name and a password',
      { basicAuth: { username: 'tocsin', password: 'p:ß' } },
      { authorization: `Basic ${Buffer.from('tocsin:p:ß').toString('base64')}` },
    ],
    ['headers', { headers: { 'X-Scope-OrgID': 'team-a' } }, { 'x-scope-orgid': 'team-a' }],
  ])('shows %s', async (_, settings, expected) => {
    await readOne('up', settings);
    expect(prometheus.calls[0]?.headers).toMatchObject(expected);
  });

  test('trusts the authority of ca_file, and says what is missing without it', async () => {
    const authority = await makeAuthority();
    const body = '{"status":"success","data":{"resultType":"vector","result":[]}}';
    const certificate = await authority.serverCertificate();
    const { port, stop } = await listen(createServer(certificate, (_, reply) => reply.end(body)));
    const url = `https://127.0.0.1:${port}/some/path`;
    expect(await readOne('1', { url, ca: authority.caPem })).toMatchObject({ ok: true });
    expect(await readOne('1', { url })).toEqual({
      ok: false,
      problem: {
        kind: 'unreachable',
        why: 'its certificate authority is not known: name it as ca_file',
      },
    });
    await stop();
  });
});

describe('what goes wrong is told:', () => {
  const page = {
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<h1>Sign in</h1>',
  };
  const vector = (result: unknown) =>
    JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });
  const data = (resultType: string, result: unknown) =>
    JSON.stringify({ status: 'success', data: { resultType, result } });

  test.each<[string, OddAnswer, object]>([
    [
      'a mistake in the question',
      errorAnswer(400, 'bad_data', '1:5: parse error: unexpected \u202Eend of input'),
      { kind: 'refused', why: '1:5: parse error: unexpected end of input' },
    ],
    [
      'a question that can’t be worked out',
      errorAnswer(422, 'execution', 'found duplicate series'),
      { kind: 'refused', why: 'found duplicate series' },
    ],
    [
      'a question that takes too long',
      errorAnswer(503, 'timeout', 'query timed out in expression evaluation'),
      { kind: 'timed-out', after: 30_000 },
    ],
    [
      'a server that is not ready',
      errorAnswer(503, 'unavailable', 'TSDB not ready'),
      { kind: 'unreachable', why: 'TSDB not ready' },
    ],
    ['no token', { status: 401, body: '' }, { kind: 'credentials-refused', status: 401 }],
    [
      'a token without the right',
      errorAnswer(403, 'x', 'y'),
      { kind: 'credentials-refused', status: 403 },
    ],
    ['too many questions', { status: 429 }, { kind: 'throttled' }],
    [
      'another address',
      { status: 404, body: '404 page not found' },
      { kind: 'unreachable', why: 'HTTP 404: there is no Prometheus API at this address' },
    ],
    ['a proxy that is alone', { ...page, status: 502 }, { kind: 'unreachable', why: 'HTTP 502' }],
    [
      'a page',
      page,
      { kind: 'unreachable', why: 'what answered (text/html) is no Prometheus API' },
    ],
    [
      'JSON that is something else',
      { body: '{"status":"green"}' },
      { kind: 'unreachable', why: 'what answered (application/json) is no Prometheus API' },
    ],
    [
      'a redirect, which is not followed',
      { status: 302, headers: { location: 'https://login.example.com/' } },
      {
        kind: 'unreachable',
        why: 'HTTP 302, to https://login.example.com/: redirects are refused',
      },
    ],
    [
      'a histogram',
      { body: vector([{ metric: {}, histogram: [1, {}] }]) },
      {
        kind: 'refused',
        why: 'the answer is a histogram: ask for histogram_quantile(0.95, …) of it',
      },
    ],
    [
      'histograms over time',
      { body: data('matrix', [{ metric: {}, histograms: [[1, {}]] }]) },
      {
        kind: 'refused',
        why: 'the answer is a histogram: ask for histogram_quantile(0.95, …) of it',
      },
    ],
    [
      'a text',
      { body: data('string', [1, 'x']) },
      { kind: 'refused', why: 'the answer is a text, not a figure' },
    ],
    [
      'more than anybody wants to read',
      { body: ' '.repeat(10 * 1024 * 1024 + 1) },
      {
        kind: 'refused',
        why: 'the answer is over 10 MB: ask for fewer series, such as sum by (job) (…)',
      },
    ],
  ])('%s', async (_, odd, problem) => {
    prometheus.instead = () => odd;
    expect(await readOne('up')).toEqual({ ok: false, problem });
    expect(prometheus.calls).toHaveLength(1);
  });

  test('a server that says nothing', async () => {
    prometheus.instead = () => 'silence';
    expect(await readOne('up', { timeoutMs: 50 })).toEqual({
      ok: false,
      problem: { kind: 'timed-out', after: 50 },
    });
  });

  test('a question that is taken back', async () => {
    const taken = new AbortController();
    prometheus.instead = () => {
      taken.abort();
      return 'silence';
    };
    const request = { queries: [promql('up')], span: TEN_MINUTES, period: MINUTE };
    expect(await source().read(request, taken.signal)).toEqual([
      { ok: false, problem: { kind: 'unreachable', why: 'cancelled' } },
    ]);
  });

  test.each([
    ['nothing listens at this address', async () => `http://127.0.0.1:${await freePort()}`],
    ['there is no such host', () => 'http://prometheus.invalid'],
  ])('%s', async (why, url) => {
    const reading = await readOne('up', { url: await url() });
    const problem = reading?.ok === false ? reading.problem : undefined;
    // Where no name can be looked up at all, that is what is said.
    const told = why.includes('host') ? /no such host|can’t be looked up/u : why;
    expect(problem).toMatchObject({ kind: 'unreachable', why: expect.stringMatching(told) });
  });

  test('warnings, beside the answer', async () => {
    prometheus.series.set('up', [{ labels: {}, at: () => 1 }]);
    prometheus.warnings = ['partial response'];
    expect(await readOne('up')).toMatchObject({ ok: true, remarks: ['partial response'] });
  });

  test('few of very many warnings, none of them long, and nothing unseen in them', async () => {
    prometheus.series.set('up', [{ labels: {}, at: () => 1 }]);
    prometheus.warnings = [
      'part\u202Eial',
      ...Array.from({ length: 1000 }, (_, n) => `${n}`.padEnd(5000)),
    ];
    const reading = await readOne('up');
    const remarks = reading?.ok === true ? (reading.remarks ?? []) : [];
    expect(remarks[0]).toBe('partial');
    expect(remarks).toHaveLength(5);
    expect(Math.max(...remarks.map((text) => text.length))).toBe(300);
  });
});

describe('a metric that has no data', () => {
  beforeEach(() => {
    const names = ['queue_depth', 'queue_depth_total', 'http_requests_total'];
    for (const name of names) {
      prometheus.series.set(name, [{ labels: { __name__: name }, at: () => 1 }]);
    }
  });

  test.each([
    [
      'sum(queue_dept) / 2',
      { kind: 'unknown-metric', asked: 'queue_dept', nearest: 'queue_depth' },
    ],
    ['node_load1', { kind: 'unknown-metric', asked: 'node_load1' }],
    ['queue_depth > 5', undefined],
  ])('%s: may not be known', async (expression, problem) => {
    expect(await readOne(expression)).toEqual({ ok: true, series: [] });
    expect(await source().whyEmpty?.(promql(expression))).toEqual(problem);
  });

  test('is not looked for where names can’t be read', async () => {
    prometheus.instead = () => ({ status: 500 });
    expect(await source().whyEmpty?.(promql('queue_dept'))).toBeUndefined();
  });

  test('is offered with others like it, and names are read once', async () => {
    const one = source();
    expect(await one.namesLike('queue-depht')).toEqual(['queue_depth']);
    expect(await one.namesLike('total')).toEqual(['queue_depth_total', 'http_requests_total']);
    expect(await one.namesLike('zebra')).toEqual([]);
    expect(prometheus.calls).toHaveLength(1);
  });
});
