import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Mistake } from '../../../src/config/mistake.ts';
import { refuseBlocks } from '../../../src/delivery/slack/limits/blocks.ts';
import type { Asker } from '../../../src/handlers/access/access.ts';
import type { Answer } from '../../../src/handlers/answer.ts';
import type { SlowStep, Tools } from '../../../src/handlers/handling.ts';
import { REGISTRY } from '../../../src/handlers/index.ts';
import type { ChatRequest } from '../../../src/handlers/request.ts';
import { stepOf } from '../../../src/handlers/step-of.ts';
import type { Chart } from '../../../src/metrics/charts/chart.ts';
import type { Measure } from '../../../src/metrics/measure.ts';
import { createCloudWatchSource } from '../../../src/metrics/sources/cloudwatch/source.ts';
import { createPrometheusSource } from '../../../src/metrics/sources/prometheus/source.ts';
import {
  DENIED,
  REGION,
  startCloudWatch,
  type CloudWatch,
} from '../../../demo/cloudwatch/cloudwatch.ts';
import { noTools } from '../../support/no-tools.ts';
import { startPrometheus, type Prometheus } from '../../support/prometheus.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-03-02T10:00:00Z');

let cloudwatch: CloudWatch;
let prometheus: Prometheus;
let tools: Tools;
let charts: Chart[];
let progress: string[];

beforeAll(async () => {
  cloudwatch = await startCloudWatch();
  prometheus = await startPrometheus();
});
afterAll(() => Promise.all([cloudwatch.stop(), prometheus.stop()]));

beforeEach(() => {
  cloudwatch.clear();
  prometheus.series.clear();
  charts = [];
  progress = [];
  const limiter = { take: async () => 0, takeSpare: async () => true, pause: async () => {} };
  const client = new CloudWatchClient({
    region: REGION,
    endpoint: cloudwatch.url,
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  const place = { client, region: REGION, limiter, now: () => NOW };
  tools = {
    ...noTools(() => NOW),
    metrics: {
      saved: new Map(
        [LATENCY, saved('errors', 'Errors'), saved('successes', 'Successes')].map((one) => [
          one.name,
          one,
        ]),
      ),
      sources: new Map([
        ['aws', createCloudWatchSource({ name: 'aws', ...place })],
        ['eu', createCloudWatchSource({ name: 'eu', ...place })],
        ['prom', createPrometheusSource({ name: 'prom', url: prometheus.url, headers: {} })],
      ]),
      alerts: { places: [], rules: new Map() },
      kpis: [],
      usual: { stat: 'aws', promql: 'prom' },
      unitOf: () => undefined,
    },
    picture: async (chart) => {
      if ('series' in chart) charts.push(chart);
      return { type: 'image', slack_file: { id: 'F0GRAPH' }, alt_text: chart.title };
    },
  };
  cloudwatch.metrics.put({
    namespace: 'AWS/ApiGateway',
    metric: 'Latency',
    dimensions: { ApiName: 'shop' },
    // Twice as long as it was three hours before.
    value: (at) => (at < NOW - 3 * HOUR ? 150 : at < NOW - HOUR ? 200 : 500),
  });
  count('Errors', 1);
  count('Successes', 19);
});

const LATENCY: Measure = {
  name: 'api-latency',
  title: 'API latency',
  unit: 'ms',
  thresholds: {
    warning: { comparison: '>', value: 250 },
    critical: { comparison: '>', value: 400 },
  },
  of: {
    kind: 'stat',
    source: 'aws',
    namespace: 'AWS/ApiGateway',
    metric: 'Latency',
    dimensions: { ApiName: 'shop' },
    statistic: 'p95',
  },
};

function saved(name: string, metric: string): Measure {
  const of = { source: 'aws', namespace: 'Shop', metric, dimensions: {}, statistic: 'Sum' };
  return { name, title: name, thresholds: {}, of: { kind: 'stat', ...of } };
}

function count(metric: string, value: number) {
  cloudwatch.metrics.put({ namespace: 'Shop', metric, value: () => value });
}

const ASKER: Asker = {
  id: 'U0ANA',
  name: 'Ana',
  actor: 'slack:U0ANA',
  role: 'viewer',
  why: '',
  timeZone: 'Europe/Berlin',
};

const COMMON = {
  id: 'trigger',
  traceId: 'abc123',
  at: NOW,
  person: { id: 'U0ANA', name: 'ana' },
  channelId: 'C0OPS',
  responseUrl: '',
  triggerId: 'trigger',
};

function stepFor(request: ChatRequest) {
  return stepOf(request, ASKER, { registry: REGISTRY, tools });
}

function typed(text: string) {
  return stepFor({ ...COMMON, type: 'command', command: '/metric', text });
}

function pressed(value: string) {
  return stepFor({ ...COMMON, type: 'action', actionId: 'metric:ask', blockId: 'b', value });
}

async function answered(step: Awaited<ReturnType<typeof typed>>): Promise<Answer> {
  const answer =
    'work' in step ? await worked(step) : ((await step.run()) ?? { text: 'nothing is said' });
  expect(refuseBlocks(answer.blocks)).toBeUndefined();
  return answer;
}

function worked(step: SlowStep): Promise<Answer> {
  const signal = new AbortController().signal;
  return step.work({ signal, progress: (text) => progress.push(text) });
}

async function ask(text: string): Promise<Answer> {
  return answered(await typed(text));
}

function shown({ blocks = [] }: Answer): string {
  return JSON.stringify(blocks);
}

describe('/metric', () => {
  test('says of a saved metric its figures, the change on the span before, and the limit it is past', async () => {
    const answer = await ask('api-latency 3h');
    expect(answer.text.split('\n')).toEqual([
      'API latency',
      'latest 500 ms, over critical 400 ms',
      'min 200 ms · mean 300 ms · max 500 ms',
      'mean up 100 % (+150 ms) on the 3 h before',
    ]);
    expect(shown(answer)).toContain('p95 of AWS/ApiGateway Latency');
    expect(shown(answer)).toContain('every 1 min');
    expect(shown(answer)).toContain(`<!date^${(NOW - 3 * HOUR) / 1000}^{date_short_pretty} {time}`);
    // Of less than a day the end needs no day of its own.
    expect(shown(answer)).toContain(`to <!date^${NOW / 1000}^{time}|`);
  });

  test('draws its graph, with its limits, on the clock of who asked; everybody sees it', async () => {
    const step = await typed('api-latency 3h');
    expect(step).toMatchObject({ role: 'viewer', isPublic: true });
    expect(shown(await answered(step))).toContain('"slack_file":{"id":"F0GRAPH"}');
    expect(charts).toMatchObject([
      {
        title: 'API latency',
        unit: 'ms',
        timeZone: 'Europe/Berlin',
        from: NOW - 3 * HOUR,
        to: NOW,
        thresholds: [
          { label: 'warning', value: 250, severity: 'warning', bad: 'above' },
          { label: 'critical', value: 400, severity: 'critical', bad: 'above' },
        ],
      },
    ]);
    expect(charts[0]?.series[0]?.points).toHaveLength(180);
    // The figures are there before the graph is.
    expect(progress.at(-1)).toContain('latest 500 ms, over critical 400 ms');
  });

  test('with --figures has no graph, and only who asked sees it', async () => {
    const step = await typed('api-latency 3h --figures');
    expect(step).toMatchObject({ isPublic: false });
    expect(shown(await answered(step))).not.toContain('slack_file');
    expect(charts).toEqual([]);
  });

  test('without its graph, when Slack does not take it, the figures are an answer all the same', async () => {
    tools = { ...tools, picture: () => Promise.reject(new Error('missing_scope')) };
    const answer = await ask('api-latency 3h');
    expect(answer.text).toContain('latest 500 ms');
    expect(shown(answer)).toContain('There is no graph: Slack did not take it.');
  });

  test('takes another statistic, without the limits of the usual one', async () => {
    const answer = await ask('api-latency max 1h');
    expect(shown(answer)).toContain('Maximum of AWS/ApiGateway Latency');
    expect(answer.text).not.toContain('over critical');
  });

  test('takes a metric of CloudWatch; what is counted is added up', async () => {
    const answer = await ask('Shop Errors 5m 1h');
    expect(answer.text).toContain('latest 1\n');
    expect(answer.text).toContain('sum 12');
    expect(shown(answer)).toContain('Sum of Shop Errors');
  });

  test('computes an expression over saved metrics', async () => {
    expect((await ask('errors / (errors + successes) * 100 1h')).text).toContain('latest 5\n');
  });

  test('looks in several sources at once, a line and a part of the graph for each', async () => {
    const answer = await ask('api-latency in=aws,eu 3h');
    expect(answer.text).toMatch(/^aws: latest 500 ms · min .*\(\+150 ms\)$/mu);
    expect(answer.text).toMatch(/^eu: latest 500 ms/mu);
    expect(charts[0]?.series.map(({ label }) => label)).toEqual(['aws', 'eu']);
  });

  test('shows every series of a Prometheus, by its labels', async () => {
    const of = (job: string, value: number) => ({ labels: { job }, at: () => value });
    prometheus.series.set('up', [of('api', 1), of('web', 0)]);
    const answer = await ask('promql up 1h');
    expect(answer.text).toMatch(/job="?api"?.*: latest 1 /u);
    expect(answer.text).toMatch(/job="?web"?.*: latest 0 /u);
    expect(charts[0]?.series).toHaveLength(2);
  });

  test('asks back where a name is none, with a button for each that may have been meant', async () => {
    const answer = await ask('api-latncy 3h');
    expect(answer.text).toContain('There is no saved metric "api-latncy". Did you mean …');
    expect(shown(answer)).toContain('"value":"/metric api-latency 3h"');
    const pressedAnswer = await answered(await pressed('/metric api-latency 3h'));
    expect(pressedAnswer.text).toContain('latest 500 ms');
  });

  test('offers metrics of the sources, too', async () => {
    expect(shown(await ask('latency'))).toContain('"value":"/metric AWS/ApiGateway Latency"');
  });

  test('lists the saved metrics, or those like a word', async () => {
    expect((await ask('list')).text).toBe(
      'Saved metrics:\napi-latency: API latency\nerrors\nsuccesses',
    );
    expect((await ask('list succ')).text).toBe('Saved metrics:\nsuccesses');
    expect((await ask('list zebra')).text).toContain('No saved metric is called like');
  });

  test('says in words that can’t be read what to write', async () => {
    await expect(typed('api-latency p99 p95')).rejects.toThrow(Mistake);
    await expect(typed('errors / successes sum')).rejects.toThrow(Mistake);
  });
});

describe('what /metric can’t answer has a sentence that says what to do next', () => {
  test('an unknown metric, with the nearest as a button', async () => {
    const answer = await ask('Shop Erors 1h');
    expect(answer.text).toContain('aws knows no metric "Erors". Did you mean "Errors"?');
    expect(shown(answer)).toContain('"value":"/metric Shop Errors 1h"');
  });

  test('a typo in a dimension', async () => {
    const answer = await ask('AWS/ApiGateway Latency ApiNmae=shop 1h');
    expect(answer.text).toContain('not with "ApiNmae". Did you mean "ApiName"?');
    expect(shown(answer)).toContain('"value":"/metric AWS/ApiGateway Latency ApiName=shop 1h"');
  });

  test('a range that is too long for the period', async () => {
    const { text } = await ask('api-latency every 1m 60d');
    expect(text).toContain(
      'every 1 min it can be 7 d 15 h at most. Ask for less time, or for a longer period.',
    );
  });

  test('no data', async () => {
    cloudwatch.metrics.put({ namespace: 'Shop', metric: 'Quiet', value: () => undefined });
    const answer = await ask('Shop Quiet 1h');
    expect(answer.text).toContain('aws has no data of it for this time.');
    expect(charts).toEqual([]);
  });

  test('no permission: which action', async () => {
    cloudwatch.failWith = () => DENIED;
    expect((await ask('api-latency 1h')).text).toContain(
      'may not do cloudwatch:GetMetricData in aws.',
    );
  });

  test('throttling', async () => {
    cloudwatch.failWith = () => ({ status: 400, code: 'ThrottlingException' });
    expect((await ask('api-latency 1h')).text).toContain('aws was asked too often');
  });

  test('a region that is off', async () => {
    cloudwatch.failWith = () => ({ status: 403, code: 'UnrecognizedClientException' });
    expect((await ask('api-latency 1h')).text).toContain(`The region ${REGION} is not switched on`);
  });

  test('one of several sources, beside the figures of the others', async () => {
    tools = {
      ...tools,
      metrics: {
        ...tools.metrics,
        sources: new Map([
          ...tools.metrics.sources,
          ['eu', createPrometheusSource({ name: 'eu', url: prometheus.url, headers: {} })],
        ]),
      },
    };
    const { text } = await ask('api-latency in=aws,eu 3h');
    expect(text).toContain('latest 500 ms');
    expect(text).toContain('eu refuses the question: eu is a Prometheus: ask it in PromQL');
  });
});
