import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Query } from '../../../../src/metrics/query.ts';
import type { Request } from '../../../../src/metrics/source.ts';
import {
  createCloudWatchSource,
  type CloudWatchSettings,
} from '../../../../src/metrics/sources/cloudwatch/source.ts';
import type { TurnLimiter } from '../../../../src/metrics/sources/cloudwatch/turns.ts';
import {
  REGION,
  startCloudWatch,
  type CloudWatch,
} from '../../../../demo/cloudwatch/cloudwatch.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-03-01T10:00:00Z');
const HOUR_BEFORE = { from: NOW - HOUR, to: NOW };

const UNLIMITED: TurnLimiter = { take: async () => 0, pause: async () => {} };

let cloudwatch: CloudWatch;
beforeAll(async () => {
  cloudwatch = await startCloudWatch();
});
beforeEach(() => {
  cloudwatch.clear();
  cloudwatch.metrics.pageSize = { points: 100_800, metrics: 500 };
});
afterAll(() => cloudwatch.stop());

function source(settings: Partial<CloudWatchSettings> = {}) {
  return createCloudWatchSource({
    name: 'aws',
    client: clientOf(),
    region: REGION,
    limiter: UNLIMITED,
    now: () => NOW,
    ...settings,
  });
}

function clientOf(options: { endpoint?: string; maxAttempts?: number } = {}): CloudWatchClient {
  const { endpoint = cloudwatch.url, maxAttempts = 1 } = options;
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
  return new CloudWatchClient({ region: REGION, endpoint, credentials, maxAttempts });
}

function stat(metric: string, more: Partial<Extract<Query, { kind: 'stat' }>> = {}) {
  const defaults = { namespace: 'Shop', dimensions: {}, statistic: 'Sum', source: 'aws' };
  return { kind: 'stat', metric, ...defaults, ...more } as const;
}

/** One that counts minutes from the epoch, in every period but those left out. */
function counting(metric: string, leaveOut: (minute: number) => boolean = () => false) {
  cloudwatch.metrics.put({
    namespace: 'Shop',
    metric,
    value: (at) => (leaveOut(at / MINUTE) ? undefined : at / MINUTE),
  });
}

const ask = (queries: readonly Query[], more: Partial<Request> = {}): Request => ({
  queries,
  span: HOUR_BEFORE,
  period: MINUTE,
  ...more,
});

const calls = (operation: string) =>
  cloudwatch.calls.filter((call) => call.operation === operation);

test('a metric comes oldest first, with the gaps that it has', async () => {
  counting('orders', (minute) => minute % 60 === 30);
  const [reading] = await source().read(ask([stat('orders')]));
  const minutes = Array.from({ length: 60 }, (_, index) => HOUR_BEFORE.from / MINUTE + index);
  const points = minutes
    .filter((minute) => minute % 60 !== 30)
    .map((minute) => ({ at: minute * MINUTE, value: minute }));
  expect(reading).toEqual({ ok: true, series: [{ label: 'orders', period: MINUTE, points }] });
});

test('what is asked for is what the metric is called, by its statistic and period', async () => {
  cloudwatch.metrics.put({
    namespace: 'AWS/ApiGateway',
    metric: 'Latency',
    dimensions: { ApiName: 'shop', Stage: 'prod' },
    value: (_, { seconds, stat: name }) => (name === 'p99.9' && seconds === 300 ? 7 : 0),
  });
  const query = stat('Latency', {
    namespace: 'AWS/ApiGateway',
    dimensions: { Stage: 'prod', ApiName: 'shop' },
    statistic: 'p99.9',
  });
  const [reading] = await source().read(ask([query], { period: 5 * MINUTE }));
  expect(reading).toMatchObject({ series: [{ points: { length: 12, 0: { value: 7 } } }] });
});

test('five hundred are read by one call, and what that costs is counted', async () => {
  counting('m0');
  const queries = Array.from({ length: 501 }, (_, index) => stat(`m${index % 2}`));
  const charged: number[] = [];
  const readings = await source().read(
    ask(queries, { onCharged: (metrics) => charged.push(metrics) }),
  );
  expect(calls('GetMetricData')).toHaveLength(2);
  expect(charged.toSorted((a, b) => b - a)).toEqual([500, 1]);
  expect(readings.map((one) => one.ok && one.series.length)).toEqual(
    queries.map((_, i) => 1 - (i % 2)),
  );
});

test('an anomaly band has two series, and stays with its metric where calls are cut', async () => {
  counting('orders');
  const band = (metric: string): Query => ({
    kind: 'math',
    source: 'aws',
    expression: 'ANOMALY_DETECTION_BAND(m1, 2)',
    metrics: { m1: stat(metric) },
  });
  const queries = [...Array.from({ length: 499 }, () => stat('other')), band('orders')];
  const readings = await source().read(ask(queries));
  expect(calls('GetMetricData')).toHaveLength(2);
  const from = HOUR_BEFORE.from / MINUTE;
  expect(readings[499]).toMatchObject({
    ok: true,
    series: [{ points: { 0: { value: from + 2 } } }, { points: { 0: { value: from - 2 } } }],
  });
});

test('however an answer is cut into pages and calls, the series are the same', async () => {
  for (let index = 0; index < 7; index += 1) {
    counting(`m${index}`, (minute) => index === 0 || minute % (index + 1) === 0);
  }
  const query = fc.nat(7).map((index) => stat(`m${index}`));
  const band = fc.nat(7).map((index): Query => ({
    kind: 'math',
    source: 'aws',
    expression: 'ANOMALY_DETECTION_BAND(m1, 2)',
    metrics: { m1: stat(`m${index}`) },
  }));
  const queries = fc.array(fc.oneof(query, band), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      queries,
      fc.integer({ min: 40, max: 300 }),
      fc.nat(11),
      async (all, points, cut) => {
        cloudwatch.metrics.pageSize.points = 100_800;
        const whole = await source().read(ask(all));
        cloudwatch.metrics.pageSize.points = points;
        const bySize = await source().read(ask(all));
        const one = source();
        const first = await one.read(ask(all.slice(0, cut)));
        const second = await one.read(ask(all.slice(cut)));
        expect(bySize).toEqual(whole);
        expect([...first, ...second]).toEqual(whole);
      },
    ),
    { numRuns: 20 },
  );
});

test('one that CloudWatch refuses takes no other along', async () => {
  counting('orders');
  const queries = Array.from({ length: 9 }, (_, index) =>
    stat('orders', index === 5 ? { statistic: 'p500x' } : {}),
  );
  const readings = await source().read(ask(queries));
  expect(readings.map(({ ok }) => ok)).toEqual(queries.map((_, index) => index !== 5));
  expect(readings[5]).toMatchObject({
    problem: { kind: 'refused', why: expect.stringMatching(/parameters are invalid/u) },
  });
});

test('what is not kept for so long is not asked for', async () => {
  const old = { from: NOW - 16 * 24 * HOUR, to: NOW };
  const [reading] = await source().read(ask([stat('orders')], { span: old }));
  const problem = { kind: 'too-old', period: MINUTE, kept: 15 * 24 * HOUR };
  expect(reading).toEqual({ ok: false, problem });
  expect(cloudwatch.calls).toEqual([]);
});

test('PromQL is not for CloudWatch, and holds up nothing beside it', async () => {
  counting('orders');
  const promql = { kind: 'promql', expression: 'up', source: 'aws' } as const;
  const readings = await source().read(ask([promql, stat('orders')]));
  expect(readings).toMatchObject([{ problem: { kind: 'refused' } }, { ok: true, series: [{}] }]);
});

describe('what CloudWatch says of a result', () => {
  const reading = async (more: object) => {
    cloudwatch.metrics.put({ namespace: 'Shop', metric: 'orders', value: () => 1, ...more });
    return (await source().read(ask([stat('orders')])))[0];
  };

  test('is passed on as remarks', async () => {
    const messages = [{ Code: 'ArithmeticError', Value: 'dropped' }];
    expect(await reading({ messages, status: 'PartialData' })).toMatchObject({
      ok: true,
      remarks: ['dropped', 'only a part of the data came'],
    });
  });

  test('may be that it is forbidden, or an error', async () => {
    expect(await reading({ status: 'Forbidden' })).toMatchObject({
      problem: { kind: 'no-permission', action: 'cloudwatch:GetMetricData' },
    });
    cloudwatch.metrics.clear();
    expect(await reading({ status: 'InternalError' })).toMatchObject({
      problem: { kind: 'unreachable' },
    });
  });
});

describe('a failure', () => {
  const ROLE = 'arn:aws:sts::111122223333:assumed-role/tocsin/x';
  test.each([
    [
      'AccessDenied',
      `User: ${ROLE} is not authorized to perform: cloudwatch:GetMetricData because no policy`,
      { kind: 'no-permission', action: 'cloudwatch:GetMetricData', role: ROLE },
    ],
    [
      'AccessDenied',
      `User: ${ROLE} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/r`,
      { kind: 'no-permission', action: 'sts:AssumeRole', role: ROLE },
    ],
    ['AccessDeniedException', 'no', { kind: 'no-permission', action: 'cloudwatch:GetMetricData' }],
    ['OptInRequired', 'x', { kind: 'region-off', region: REGION }],
    ['UnrecognizedClientException', 'x', { kind: 'region-off', region: REGION }],
    ['Throttling', 'Rate exceeded', { kind: 'throttled' }],
    ['InvalidParameterValue', 'Stat is wrong', { kind: 'refused', why: 'Stat is wrong' }],
    ['ExpiredToken', 'x', { kind: 'no-credentials', expired: true }],
    ['CredentialsProviderError', 'x', { kind: 'no-credentials', expired: false }],
    ['Strange', 'odd\u202e', { kind: 'unreachable', why: 'Strange: odd' }],
  ])('%s (%s) is told', async (code, message, problem) => {
    cloudwatch.failWith = () => ({ status: 400, code, message });
    expect(await source().read(ask([stat('a'), stat('b')]))).toEqual([
      { ok: false, problem },
      { ok: false, problem },
    ]);
  });

  test('of a server that is not there, or does not answer, is told', async () => {
    const nobody = source({ client: clientOf({ endpoint: 'http://127.0.0.1:1' }) });
    expect(await nobody.read(ask([stat('a')]))).toMatchObject([
      { problem: { kind: 'unreachable', why: 'nothing listens at its address' } },
    ]);
    counting('orders');
    expect(await source({ timeoutMs: 0 }).read(ask([stat('orders')]))).toMatchObject([
      { problem: { kind: 'timed-out', after: 0 } },
    ]);
    const cancelled = AbortSignal.abort();
    expect(await source().read(ask([stat('orders')]), cancelled)).toMatchObject([
      { problem: { kind: 'unreachable', why: 'cancelled' } },
    ]);
  });

  test('that passes is not noticed: the SDK asks again', async () => {
    counting('orders');
    let failures = 2;
    cloudwatch.failWith = () => {
      failures -= 1;
      return failures >= 0 ? { status: 400, code: 'Throttling' } : undefined;
    };
    const client = clientOf({ maxAttempts: 4 });
    expect(await source({ client }).read(ask([stat('orders')]))).toMatchObject([{ ok: true }]);
  });
});

test('who has to wait for a turn says so, and throttling makes everybody wait', async () => {
  counting('orders');
  const waits = [5, 3, 0];
  const paused: number[] = [];
  const limiter: TurnLimiter = {
    take: async () => waits.shift() ?? 0,
    pause: async (_, ms) => void paused.push(ms),
  };
  const told: number[] = [];
  const one = source({ limiter });
  await one.read(ask([stat('orders')], { onWaiting: (ms) => told.push(ms) }));
  expect(told).toEqual([5, 3]);
  expect(paused).toEqual([]);
  cloudwatch.failWith = () => ({ status: 400, code: 'Throttling' });
  await one.read(ask([stat('orders')]));
  expect(paused).toEqual([2000]);
  waits.push(70_000);
  expect(await one.read(ask([stat('orders')]))).toMatchObject([{ problem: { kind: 'throttled' } }]);
});

describe('of a metric without data it is said whether it is', () => {
  const put = (metric: string, dimensions: Record<string, string> = {}, namespace = 'AWS/Lambda') =>
    cloudwatch.metrics.put({ namespace, metric, dimensions, value: () => undefined });
  const why = (metric: string, dimensions: Record<string, string> = {}, namespace = 'AWS/Lambda') =>
    source().whyEmpty(stat(metric, { namespace, dimensions }));

  beforeEach(() => {
    put('Errors', { FunctionName: 'checkout' });
    put('Errors', { FunctionName: 'orders', Resource: 'orders:live' });
    put('Duration');
    put('Latency', {}, 'AWS/ApiGateway');
  });

  test.each([
    ['Errors', { FunctionName: 'checkout' }, undefined],
    ['Duration', {}, undefined],
    ['Erors', {}, { kind: 'unknown-metric', asked: 'Erors', nearest: 'Errors' }],
    ['Quarks', {}, { kind: 'unknown-metric', asked: 'Quarks' }],
    [
      'Errors',
      { FunctionNam: 'checkout' },
      { kind: 'unknown-dimension', asked: 'FunctionNam', nearest: 'FunctionName' },
    ],
    [
      'Errors',
      { FunctionName: 'chekout' },
      {
        kind: 'unknown-dimension',
        asked: 'FunctionName=chekout',
        nearest: 'FunctionName=checkout',
      },
    ],
    [
      'Errors',
      { FunctionName: 'orders' },
      {
        kind: 'unknown-dimension',
        asked: 'FunctionName=orders',
        nearest: 'FunctionName=orders Resource=orders:live',
      },
    ],
    [
      'Errors',
      {},
      { kind: 'unknown-dimension', asked: 'no dimensions', nearest: 'FunctionName=checkout' },
    ],
  ])('%s %j', async (metric, dimensions, problem) => {
    expect(await why(metric, dimensions)).toEqual(problem);
  });

  test('in a namespace that is not there, too', async () => {
    expect(await why('Errors', {}, 'AWS/Lamda')).toEqual({
      kind: 'unknown-metric',
      asked: 'AWS/Lamda Errors',
      nearest: 'AWS/Lambda Errors',
    });
  });

  test('also when it is one of very many', async () => {
    cloudwatch.metrics.pageSize.metrics = 1;
    for (let index = 0; index < 9; index += 1) put('Calls', { Name: `a${index}` });
    expect(await why('Calls', { Name: 'a8' })).toBeUndefined();
    expect(calls('ListMetrics').length).toBeLessThan(9);
  });

  test('once for everybody who asks within ten minutes', async () => {
    let now = NOW;
    const one = source({ now: () => now });
    const query = stat('Duration', { namespace: 'AWS/Lambda' });
    await one.whyEmpty(query);
    await one.whyEmpty(query);
    expect(calls('ListMetrics')).toHaveLength(1);
    now += 11 * MINUTE;
    await one.whyEmpty(query);
    expect(calls('ListMetrics')).toHaveLength(2);
  });

  test('but not where nobody may list them', async () => {
    cloudwatch.failWith = () => ({ status: 403, code: 'AccessDenied' });
    expect(await why('Erors')).toBeUndefined();
  });

  test('and the names like it are found, with their namespaces', async () => {
    expect(await source().namesLike('lambda erors')).toEqual([]);
    expect(await source().namesLike('AWS/Lambda Erors')).toEqual(['AWS/Lambda Errors']);
    expect(await source().namesLike('latency')).toEqual(['AWS/ApiGateway Latency']);
  });
});
