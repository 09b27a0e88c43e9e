import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { kpisOf } from '../../../src/app/metrics/measures.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { Answer } from '../../../src/handlers/answer.ts';
import type { Tools } from '../../../src/handlers/handling.ts';
import type { Chart } from '../../../src/metrics/charts/chart.ts';
import { createCloudWatchSource } from '../../../src/metrics/sources/cloudwatch/source.ts';
import {
  DENIED,
  REGION,
  startCloudWatch,
  type CloudWatch,
} from '../../../demo/cloudwatch/cloudwatch.ts';
import { answerOf, stepFor } from '../../support/ask-command.ts';
import { noTools } from '../../support/no-tools.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-03-02T10:00:00Z');

const CONFIG = `
metrics: { sources: [ { name: aws, region: us-east-1 } ] }
kpis:
  - { name: api-p99, title: latency p99, group: API, metric: { namespace: Shop, metric: Latency, stat: p99 }, target: '< 500', warning: '> 800', critical: '> 1000', unit: ms }
  - name: api-errors
    title: error rate
    group: API
    formula: errors / requests * 100
    metrics: { errors: { namespace: Shop, metric: Errors, stat: Sum }, requests: { namespace: Shop, metric: Requests, stat: Sum } }
    target: '< 0.1'
    unit: '%'
  - { name: throughput, group: API, metric: { namespace: Shop, metric: Requests, stat: Sum }, figure: per_second, target: '>= 1', unit: '/s' }
  - { name: logins, group: Business, metric: { namespace: Shop, metric: Logins, stat: Sum }, window: 1d }
  - { name: a very long name of a key figure that no phone shows in one line, group: Business, metric: { namespace: Shop, metric: Quiet, stat: Sum } }
  - name: availability
    group: Service
    formula: (requests - errors) / requests * 100
    metrics: { errors: { namespace: Shop, metric: Errors, stat: Sum }, requests: { namespace: Shop, metric: Requests, stat: Sum } }
    target: '> 99.9'
    window: 30d
    unit: '%'
    slo: true
`;

let cloudwatch: CloudWatch;
let tools: Tools;
let charts: Chart[];

beforeAll(async () => {
  cloudwatch = await startCloudWatch();
});
afterAll(() => cloudwatch.stop());

beforeEach(() => {
  cloudwatch.clear();
  charts = [];
  const { config } = loadConfig({ text: CONFIG, env: {} });
  if (config === undefined) throw new Error('the config is wrong');
  const client = new CloudWatchClient({
    region: REGION,
    endpoint: cloudwatch.url,
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  const limiter = { take: async () => 0, takeSpare: async () => true, pause: async () => {} };
  const aws = createCloudWatchSource({
    name: 'aws',
    client,
    region: REGION,
    limiter,
    now: () => NOW,
  });
  tools = {
    ...noTools(() => NOW),
    metrics: {
      saved: new Map(),
      kpis: kpisOf(config),
      sources: new Map([['aws', aws]]),
      alerts: { places: [], rules: new Map() },
      usual: { stat: 'aws' },
      unitOf: () => undefined,
    },
    picture: async (chart) => {
      if ('series' in chart) charts.push(chart);
      return { type: 'image', slack_file: { id: 'F0GRAPH' }, alt_text: chart.title };
    },
  };
  // Minutes, fives and hours: what adds up does so.
  put('Latency', (at) => (at < NOW - HOUR ? 1_000 : 1_200));
  put('Requests', (_, seconds) => 2 * seconds);
  put('Errors', (at, seconds) => (at < NOW - HOUR ? 0.001 : 0) * seconds);
  put('Logins', (at, seconds) => (at < NOW - DAY ? 2 : 1) * seconds);
  put('Quiet', () => undefined);
});

function put(metric: string, value: (at: number, seconds: number) => number | undefined) {
  const of = (at: number, { seconds }: { readonly seconds: number }) => value(at, seconds);
  cloudwatch.metrics.put({ namespace: 'Shop', metric, value: of });
}

async function ask(text: string): Promise<Answer & { readonly isShared: boolean }> {
  const step = await stepFor({ command: '/kpi', text, tools, at: NOW });
  if (!('work' in step)) throw new Error('it is answered at once');
  return { ...(await answerOf(step)), isShared: step.isPublic === true };
}

describe('/kpi', () => {
  test('lists all by group, the worst first, in lines that a phone shows', async () => {
    const { text, isShared } = await ask('');
    expect(text.split('\n')).toEqual([
      '📊 1 critical, 1 no data, 3 on target, 1 without target',
      'API',
      '🔴 latency p99: 1,200 ms ↗ 20 %!',
      '🟢 error rate: 0 % ↘ 100 %',
      '🟢 throughput: 2/s →',
      'Business',
      '⚪ a very long name of a key f…: no data',
      '🔹 logins: 86,400 ↘ 50 %',
      'Service',
      expect.stringMatching(/^🟢 availability: 99\.95 %/u),
    ]);
    for (const line of text.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(42);
    expect(isShared).toBe(false);
  });

  test('reads all of that in few calls', async () => {
    await ask('');
    const calls = cloudwatch.calls.filter(({ operation }) => operation === 'GetMetricData');
    // A call for each window, and for that before it: an hour, a day, a month.
    expect(calls).toHaveLength(6);
  });

  test('shows those of a group, whatever its letters', async () => {
    expect((await ask('business')).text).toContain('📊 1 no data, 1 without target\nBusiness');
  });

  test('shows one with its limits, its trend and its graph', async () => {
    const answer = await ask('api-p99');
    expect(answer.text.split('\n').slice(0, 5)).toEqual([
      'latency p99',
      '🔴 1,200 ms over 1 h, critical',
      'the mean of the p99 of every 1 min',
      'target &lt; 500 ms · warning &gt; 800 ms · critical &gt; 1,000 ms',
      'up 20 %, worse, on the 1 h before (1,000 ms)',
    ]);
    expect(answer.isShared).toBe(true);
    expect(JSON.stringify(answer.blocks)).toContain('F0GRAPH');
    expect(charts[0]?.thresholds).toMatchObject([
      { label: 'target', value: 500, bad: 'above' },
      { label: 'warning', value: 800 },
      { label: 'critical', value: 1000 },
    ]);
  });

  test('of one that is computed says of what', async () => {
    expect(JSON.stringify((await ask('error rate --figures')).blocks)).toContain(
      'errors / requests * 100',
    );
    expect(charts).toEqual([]);
  });

  test('says what may be meant by a name that is none', async () => {
    await expect(ask('api-p9')).rejects.toThrow('there is no KPI, and no group, "api-p9"');
  });

  test('says why figures can’t be read, once', async () => {
    cloudwatch.failWith = () => DENIED;
    const { text } = await ask('');
    expect(text).toContain('⚪ latency p99: not read');
    expect(text.match(/cloudwatch:GetMetricData/gu)).toHaveLength(2);
  });
});

describe('/kpi slo', () => {
  test('says what is left, how fast it burns, and when it will be gone', async () => {
    const { text } = await ask('slo');
    // 0.05 % of all requests failed, until an hour ago.
    expect(text.split('\n')).toEqual([
      '🟢 availability',
      '99.95 % over 30 d, objective 99.9 %',
      'error budget left: 50 % (22 min of 43 min)',
      'burn rate: 1 h 0 · 6 h 0.42 · 3 d 0.49',
      expect.stringMatching(/^at today’s rate \(0\.48\) gone in 31 d/u),
    ]);
  });

  test('says that it burns too fast, and that it is gone', async () => {
    put('Errors', (at, seconds) => (at < NOW - DAY ? 0 : 0.1) * seconds);
    const { text } = await ask('slo');
    expect(text).toMatch(/^🔴 availability/u);
    expect(text).toContain('error budget overspent by');
    expect(text).toContain('too fast: over 14.4 for 1 h, and 5 min');
    expect(text).toContain('the budget is gone');
  });
});
