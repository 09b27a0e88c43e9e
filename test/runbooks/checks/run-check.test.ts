import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { metricsAtHand } from '../../../src/app/metrics/metrics-at-hand.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { checkSchema } from '../../../src/config/schema/runbook.ts';
import type { CheckResult } from '../../../src/runbooks/checks/check-result.ts';
import { runCheck } from '../../../src/runbooks/checks/run-check.ts';
import { checkLines, verdictText } from '../../../src/runbooks/checks/words.ts';
import type { Facts } from '../../../src/runbooks/format/variables.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import {
  DENIED,
  startCloudWatch,
  THROTTLED,
  type CloudWatch,
} from '../../../demo/cloudwatch/cloudwatch.ts';
import { startPrometheus, type Prometheus } from '../../support/prometheus.ts';

const MINUTE = 60_000;
const NOW = Math.floor(Date.now() / MINUTE) * MINUTE + 20_000;
const HERE = { region: 'us-east-1', account: '111122223333', FunctionName: 'checkout' };

let cloudwatch: CloudWatch;
let prometheus: Prometheus;
beforeAll(async () => {
  cloudwatch = await startCloudWatch();
  prometheus = await startPrometheus();
});
beforeEach(() => {
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDWATCH', cloudwatch.url);
  vi.stubEnv('AWS_ENDPOINT_URL_STS', cloudwatch.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterEach(() => {
  vi.unstubAllEnvs();
  cloudwatch.clear();
  prometheus.series.clear();
  prometheus.calls.length = 0;
  prometheus.instead = () => undefined;
});
afterAll(async () => {
  await cloudwatch.stop();
  await prometheus.stop();
});

/** Runs a check as it stands in a runbook, beside a config with a CloudWatch and a Prometheus. */
function run(written: object, labels: Facts['labels'] = HERE, patience?: number) {
  const { config, problems } = loadConfig({
    text: `
metrics:
  sources:
    - { name: here, region: us-east-1 }
    - { name: there, region: eu-west-1, role_arn: 'arn:aws:iam::444455556666:role/tocsin-read' }
    - { name: prom, url: '${prometheus.url}/' }
  saved:
    error-rate:
      formula: or(errors, 0) / requests * 100
      metrics:
        errors: { namespace: Shop, metric: errors, stat: Sum }
        requests: { namespace: Shop, metric: requests, stat: Sum }
      unit: '%'`,
    env: {},
  });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  const metrics = metricsAtHand(config, {
    limiter: createMemoryStore(Date.now).limiter,
    onCharged: () => {},
  });
  return runCheck(checkSchema.parse(written), {
    facts: { labels, annotations: {} },
    metrics,
    now: NOW,
    ...(patience !== undefined && { patience }),
  });
}

function saying(result: CheckResult): string {
  return [verdictText(result), ...checkLines(result)].join('\n');
}

const DIMENSIONS = { FunctionName: '{{ labels.FunctionName }}' };
const errors = { namespace: 'AWS/Lambda', metric: 'Errors', dimensions: DIMENSIONS, stat: 'Sum' };
const invocations = { ...errors, metric: 'Invocations' };
const SHARE = { metrics: { errors, invocations }, pass: 'errors / invocations * 100 < 5' };

function putLambda(values: { readonly Errors?: number; readonly Invocations: number }): void {
  for (const [metric, value] of Object.entries(values)) {
    cloudwatch.metrics.put({
      namespace: 'AWS/Lambda',
      metric,
      dimensions: { FunctionName: 'checkout' },
      value: () => value,
    });
  }
}

test('a check holds the sums of its time against its condition', async () => {
  putLambda({ Errors: 2, Invocations: 100 });
  const passed = await run(SHARE);
  expect(saying(passed)).toBe(
    'passes\nerrors / invocations * 100 is 2, under 5\nErrors · checkout 10, Invocations · checkout 500',
  );
  putLambda({ Errors: 12.4, Invocations: 100 });
  expect(saying(await run(SHARE))).toMatch(
    /^does not pass\nerrors \/ invocations \* 100 is 12\.4, not under 5\n/u,
  );
});

test('it looks at the last whole minutes whose figures are complete', async () => {
  putLambda({ Errors: 0, Invocations: 100 });
  const to = Math.floor((NOW - MINUTE) / MINUTE) * MINUTE;
  const { span } = await run({ ...SHARE, over: '10m' });
  expect(span).toEqual({ from: to - 10 * MINUTE, to });
  const [call] = cloudwatch.calls;
  expect(call?.input).toMatchObject({ EndTime: to / 1000, StartTime: to / 1000 - 600 });
});

test('of what is looked at for its peak the highest minute counts, with its unit', async () => {
  const memory = { namespace: 'AWS/ECS', metric: 'MemoryUtilization', stat: 'Maximum' };
  const value = (at: number) => (at < NOW - 4 * MINUTE ? 50 : 81);
  cloudwatch.metrics.put({ namespace: 'AWS/ECS', metric: 'MemoryUtilization', value });
  const highest = await run({ metrics: { memory }, pass: 'memory < 75' });
  expect(saying(highest)).toBe('does not pass\nmemory is 81 %, not under 75 %');
  const lowest = await run({
    metrics: { memory: { ...memory, stat: 'Minimum' } },
    pass: 'memory < 75',
  });
  expect(saying(lowest)).toBe('passes\nmemory is 50 %, under 75 %');
});

test('a saved metric is known by its name, with its unit', async () => {
  cloudwatch.metrics.put({ namespace: 'Shop', metric: 'requests', value: () => 200 });
  const result = await run({ pass: 'error-rate < 1' }, {});
  expect(saying(result)).toBe('passes\nerror-rate is 0 %, under 1 %');
});

test('it is looked at where the alert is', async () => {
  const metric = { namespace: 'Shop', metric: 'errors' };
  const other = { account: '444455556666', region: 'eu-west-1' };
  cloudwatch.metrics.put({ ...metric, value: () => 0 });
  cloudwatch.metrics.put({ ...metric, ...other, value: () => 7 });
  const check = { metrics: { errors: { ...metric, stat: 'Sum' } }, pass: 'errors == 0' };
  expect(await run(check, {})).toMatchObject({ passes: true });
  expect(await run(check, other)).toMatchObject({ passes: false });
  const pinned = { ...check, metrics: { errors: { ...check.metrics.errors, source: 'here' } } };
  expect(await run(pinned, other)).toMatchObject({ passes: true });
  const nowhere = await run(check, { ...HERE, region: 'ap-south-1' });
  expect(saying(nowhere)).toBe(
    "could not be run\nIt can't be run: no source of metrics is in ap-south-1, where the alert is; " +
      'add { name: ap-south-1, region: ap-south-1 } to metrics.sources.',
  );
});

test('what the alert lacks is named, and nothing is asked', async () => {
  const { passes, why } = await run(SHARE, { region: 'us-east-1' });
  expect(passes).toBeUndefined();
  expect(why).toBe(
    "It can't be run: the alert has no label FunctionName; look at the metric by hand.",
  );
  expect(cloudwatch.calls).toEqual([]);
});

test('a dimension is data, whatever the alert says', async () => {
  putLambda({ Errors: 0, Invocations: 1 });
  const FunctionName = '{{ labels.region }}", "Errors ${x}';
  await run(SHARE, { ...HERE, FunctionName });
  const asked = JSON.stringify(cloudwatch.calls[0]?.input);
  expect(asked).toContain(JSON.stringify({ Name: 'FunctionName', Value: FunctionName }));
});

test('without data it says so, and why where the source knows that', async () => {
  putLambda({ Invocations: 100 });
  expect(saying(await run(SHARE))).toBe(
    'says nothing\nerrors / invocations * 100: no data\n' +
      'Errors · checkout no data, Invocations · checkout 500\n' +
      'here knows no metric "Errors". Look at its name, its namespace and its region.',
  );
  const quiet = { ...SHARE, pass: 'or(errors, 0) / invocations * 100 < 5' };
  expect(await run(quiet)).toMatchObject({ passes: true });
  putLambda({ Errors: Number.NaN, Invocations: 0 });
  expect(await run(quiet)).not.toHaveProperty('passes');
});

test('of a part of the data nothing is said', async () => {
  putLambda({ Invocations: 100 });
  cloudwatch.metrics.put({
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    dimensions: { FunctionName: 'checkout' },
    value: () => 0,
    status: 'PartialData',
  });
  const result = await run(SHARE);
  expect(result).not.toHaveProperty('passes');
  expect(result.why).toBe('Only a part of the data came. Run it again in a minute.');
});

test.each([
  [DENIED, /may not do cloudwatch:GetMetricData in here\. Allow/u],
  [THROTTLED, /here was asked too often/u],
])('what CloudWatch refuses is said in words', async (failure, words) => {
  cloudwatch.failWith = () => failure;
  const result = await run(SHARE);
  expect(result).not.toHaveProperty('passes');
  expect(result.why).toMatch(words);
});

const DEPTH = { metrics: { depth: { promql: 'sum(depth{queue="{{ labels.queue }}"})' } } };

test('Prometheus is asked with the value of the alert in its quotes, which it can not leave', async () => {
  prometheus.series.set('sum(depth{queue="orders"})', [{ labels: {}, at: () => 40 }]);
  const check = { ...DEPTH, pass: 'depth < 100' };
  expect(saying(await run(check, { queue: 'orders' }))).toBe('passes\ndepth is 40, under 100');
  prometheus.calls.length = 0;
  await run(check, { queue: 'x"}) or vector(0) # \\' });
  expect(prometheus.calls[0]?.form['query']).toBe(
    String.raw`sum(depth{queue="x\x22}) or vector(0) # \x5c"})`,
  );
  const bare = { metrics: { depth: { promql: '{{ labels.queue }}' } }, pass: 'depth < 100' };
  expect((await run(bare, { queue: 'up' })).why).toMatch(/stands in no quotes of the PromQL/u);
});

test('several series are refused with what to write', async () => {
  const series = ['a', 'b'].map((pod) => ({ labels: { pod }, at: () => 1 }));
  prometheus.series.set('depth', series);
  const result = await run({ metrics: { depth: { promql: 'depth' } }, pass: 'depth < 1' });
  expect(result.why).toMatch(/2 series, and a figure takes one: write sum\(…\)/u);
});

test('a source that does not answer is not waited for', async () => {
  prometheus.instead = () => 'silence';
  const result = await run({ ...DEPTH, pass: 'depth < 1' }, { queue: 'orders' }, 100);
  expect(result.why).toMatch(/^prom did not answer within/u);
});
