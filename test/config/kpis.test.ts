import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { noFile, problemLines } from './problem-lines.ts';

const SOURCE = 'metrics: { sources: [ { name: prom, url: "http://localhost:9090" } ] }';

function complaints(kpi: string): readonly string[] {
  return problemLines(`${SOURCE}\nkpis: [ { name: a, group: API, ${kpi} } ]`);
}

describe('a KPI', () => {
  test('is a metric or a formula, over an hour unless told', () => {
    const { config, problems } = loadConfig({
      text: `${SOURCE}\nkpis: [ { name: a, group: API, metric: { promql: up }, target: '> 1' } ]`,
      env: {},
      readFile: noFile,
    });
    expect(problems).toEqual([]);
    expect(config?.kpis).toMatchObject([
      { of: { kind: 'promql', expression: 'up' }, window: 3_600_000, slo: false },
    ]);
  });

  test.each([
    ["target: '> 1'", /names no metric; write metric: or formula:/u],
    [
      'metric: { promql: up }, formula: "1"',
      /has a metric and a formula; write metric: or formula:/u,
    ],
    [
      "metric: { promql: up }, target: '< 250', warning: '< 400'",
      /is on the side of the target; write '> 400'/u,
    ],
    [
      "metric: { promql: up }, warning: '> 400', critical: '> 300'",
      /is reached before the warning; write one that is further from the target/u,
    ],
    ['metric: { promql: up }, figure: average', /figure.*write/u],
    ['metric: latncy', /there is no saved metric "latncy"/u],
    ['formula: errors / requests', /there is no metric "errors" to calculate with/u],
    [
      'formula: "a * 2", metrics: { a: { promql: up }, b: { promql: up } }',
      /metrics\.b: the formula does not name it/u,
    ],
    ["metric: { promql: up }, slo: true, target: '< 5', unit: '%'", /takes a share as its target/u],
  ])('that says %s is told what to write', (kpi, complaint) => {
    expect(complaints(kpi).join('\n')).toMatch(complaint);
  });

  test('has a name of its own', () => {
    const one = '{ name: a, group: API, metric: { promql: up } }';
    expect(problemLines(`${SOURCE}\nkpis: [ ${one}, ${one} ]`).join('\n')).toMatch(/a KPI/u);
  });
});

/** Title, target, warning and critical of each, by group. */
const CATALOGUE: Readonly<Record<string, readonly (readonly string[])[]>> = {
  API: [
    ['latency p50', '< 100 ms', '> 150', '> 200'],
    ['latency p95', '< 250 ms', '> 400', '> 500'],
    ['latency p99', '< 500 ms', '> 800', '> 1000'],
    ['error rate', '< 0.1 %', '> 1', '> 5'],
    ['availability', '> 99.9 %', '< 99.5', '< 99'],
    ['throughput', '>= 1000 /s'],
  ],
  Lambda: [
    ['duration, average', '< 200 ms', '> 500', '> 1000'],
    ['error rate', '< 0.1 %', '> 1', '> 5'],
    ['throttles', '<= 0 /min', '> 10', '> 50'],
    ['concurrent executions, of the limit', '< 80 %', '> 90', '> 95'],
    ['memory', '< 70 %', '> 85', '> 95'],
  ],
  SageMaker: [
    ['model latency', '< 50 ms', '> 100', '> 200'],
    ['invocation errors', '<= 0 /min', '> 5', '> 20'],
    ['CPU', '< 60 %', '> 80', '> 90'],
    ['memory', '< 70 %', '> 85', '> 95'],
  ],
  'Model online': [
    ['click-through rate', '> 3 %', '< 2.5', '< 2'],
    ['conversion rate', '> 1.5 %', '< 1.2', '< 1'],
    ['average order value', '> 75 USD', '< 60', '< 50'],
    ['coverage', '> 70 %', '< 60', '< 50'],
    ['diversity', '> 0.6', '< 0.5', '< 0.4'],
  ],
  'Model offline': [
    ['NDCG@10', '> 0.45', '< 0.4'],
    ['precision@10', '> 0.35', '< 0.3'],
    ['recall@10', '> 0.25', '< 0.2'],
    ['drift score', '< 0.1', '> 0.2'],
  ],
  Business: [
    ['cart abandonment', '< 30 %'],
    ['returning customers', '> 40 %'],
  ],
  Service: [
    ['availability', '> 99.9 %'],
    ['p99 latency', '< 1 s'],
    ['error rate', '< 1 %'],
    ['validation success', '> 90 %'],
  ],
  Operations: [
    ['time to repair', '< 30 min'],
    ['time to detect', '< 5 min'],
    ['alert response (acknowledged)', '< 5 min'],
    ['deployment success', '> 95 %'],
    ['cost per request', '< 0.001 USD'],
    ['actionable alerts', '> 90 %'],
  ],
};

/** What is watched for its trend alone. */
const TRENDS = [
  'daily active users',
  'monthly active users',
  'registrations',
  'logins',
  'analyses a day',
  'chat sessions a day',
  'exports a day',
  'recurring revenue',
  'churn',
  'conversion',
  'funnel, free → basic',
  'funnel, basic → premium',
  'tier distribution, free',
  'requests, /upload',
  'payments made',
  'payments failed',
  'payments refunded',
  'measurements per user',
  'mean quality score',
  'rejection rate, web',
  'revenue from recommendations',
  'engagement',
];

describe('the example that is shipped', () => {
  const text = readFileSync(new URL('../../tocsin.example.yaml', import.meta.url), 'utf8');
  const kpis = loadConfig({ text, env: {}, readFile: noFile }).config?.kpis ?? [];
  const limit = (one: { comparison: string; value: number } | undefined) =>
    one === undefined ? [] : [`${one.comparison} ${one.value}`];

  test.each(Object.entries(CATALOGUE))('has every KPI of %s, with its limits', (group, rows) => {
    const found = kpis
      .filter((one) => one.group === group)
      .map(({ title = '', unit, target, warning, critical }) => [
        title,
        ...limit(target).map((one) => [one, unit].filter(Boolean).join(' ')),
        ...limit(warning),
        ...limit(critical),
      ]);
    expect(found).toEqual(rows);
  });

  test('has those that are watched for their trend, without limits', () => {
    const own = kpis.filter(({ group }) => group === 'Business trend');
    expect(own.map(({ title }) => title)).toEqual(expect.arrayContaining(TRENDS));
    expect(own.flatMap(({ target, warning }) => [...limit(target), ...limit(warning)])).toEqual([]);
  });

  test('has nothing else, and one objective over 30 days', () => {
    const groups = new Set(kpis.map(({ group }) => group));
    expect(groups).toEqual(new Set([...Object.keys(CATALOGUE), 'Business trend']));
    expect(kpis.filter(({ slo }) => slo)).toMatchObject([
      { name: 'service-availability', window: 30 * 24 * 3_600_000 },
    ]);
  });
});
