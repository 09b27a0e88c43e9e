import { describe, expect, test } from 'vitest';
import { watchRules } from '../../src/app/metrics/watch-rules.ts';
import { loadConfig } from '../../src/config/load.ts';
import { problemLines } from './problem-lines.ts';

const METRICS = `
metrics:
  sources: [{ name: aws, region: us-east-1 }, { name: prom, url: 'https://prom.example.com' }]
  saved:
    api-errors: { namespace: Shop, metric: errors, stat: Sum, period: 5m }
    depth: { promql: 'sum(depth)', unit: messages }
`;

const watching = (rule: string) => `${METRICS}watch: [${rule}]`;

function ruleOf(rule: string) {
  const { config, problems } = loadConfig({ text: watching(rule), env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return watchRules(config)[0];
}

describe('a watch rule', () => {
  test('needs but a name and a condition over saved metrics', () => {
    expect(ruleOf('{ name: Backlog, when: depth > 10 }')).toMatchObject({
      name: 'Backlog',
      periods: 1,
      minSamples: 1,
      missing: 'ignore',
      every: 60_000,
      period: 60_000,
      delay: 15_000,
      summed: 1,
      severity: 'warning',
      labels: {},
    });
  });

  test('reads by the longest period of its metrics, and waits for what CloudWatch gathers', () => {
    const rule = ruleOf('{ name: a, when: depth > 1 && api-errors > 5, for: 12m, min_samples: 3 }');
    expect(rule).toMatchObject({ period: 300_000, periods: 3, minSamples: 3, delay: 60_000 });
    expect([...(rule?.metrics.keys() ?? [])]).toEqual(['depth', 'api-errors']);
  });

  test('may have metrics of its own, and as they were before', () => {
    const rule = ruleOf(`{ name: a, when: now > before * 1.2, period: 1m, for: 10m, sum_over: 1h,
      metrics: { now: depth, before: { saved: depth, offset: 7d } } }`);
    const metrics = [...(rule?.metrics ?? [])].map(([name, { measure, offset }]) => [
      name,
      measure.name,
      offset,
    ]);
    expect(metrics).toEqual([
      ['now', 'depth', 0],
      ['before', 'depth', 7 * 24 * 3_600_000],
    ]);
    expect(rule).toMatchObject({ minSamples: 5, summed: 60 });
    const inline = ruleOf(
      '{ name: a, when: e > 1, metrics: { e: { namespace: N, metric: M, stat: Sum } } }',
    );
    expect(inline?.metrics.get('e')?.measure.of).toMatchObject({ source: 'aws', metric: 'M' });
  });

  test.each<[string, RegExp]>([
    ['{ when: depth > 1 }', /watch\[0\]\.name is missing/],
    ['{ name: a }', /watch\[0\]\.when is missing; add when: 'rate > 10'/],
    ['{ name: a, when: dept > 1 }', /watch\[0\]\.when: there is no metric "dept".*; write depth/],
    ['{ name: a, when: depth }', /"depth" gives a figure, not true or false; write depth > 10/],
    ['{ name: a, when: depth > 1, clear: depth = 1 }', /watch\[0\]\.clear: .*; write ==/],
    [
      '{ name: a, when: depth > 1, metrics: { rate: api-errors } }',
      /watch\[0\]\.metrics\.rate: no condition names it; take it out, or name it/,
    ],
    [
      '{ name: a, when: rate > 1, metrics: { rate: api-error } }',
      /watch\[0\]\.metrics\.rate: there is no saved metric "api-error"; write "api-errors"/,
    ],
    [
      '{ name: a, when: rate > 1, metrics: { rate: { saved: depth, source: prom } } }',
      /rate\.source has no place beside saved; take it out/,
    ],
    [
      '{ name: a, when: depth > 1, for: 3m, min_samples: 4 }',
      /min_samples: in 3m there can be 3 of 1m; write at most 3, or a longer for:/,
    ],
    [
      '{ name: a, when: depth > 1, for: 4d }',
      /watch\[0\]\.for: needs 11535 figures of 1m at once, and a source gives 11000; write a longer period:, or less/,
    ],
    [
      '{ name: a, when: depth > 1, sum_over: 30d }',
      /watch\[0\]\.sum_over: needs 43\d+ figures of 1m/,
    ],
    [
      '{ name: a, when: api-errors > 1, period: 10s, for: 2h }',
      /watch\[0\]\.for: needs 1530 figures of 10s at once, and a source gives 1080/,
    ],
    ['{ name: a, when: depth > 1, every: 1s }', /every is too often; write 10s or more/],
    ['{ name: a, when: depth > 1, period: 90s }', /no period of 1m30s; write 2m/],
    [
      '{ name: a, when: depth > 1, missing: fire }',
      /"fire" is not one of .*write one of ignore, keep, firing, resolved/,
    ],
    ['{ name: a, when: depth > 1, labels: { severity: x } }', /severity is given already/],
    [
      '{ name: a, when: depth > 1 }, { name: a, when: depth > 2 }',
      /there is a watch rule "a" already/,
    ],
    [
      '{ name: a, when: x > 1, metrics: { x: { promql: up, source: aws } } }',
      /"aws" is CloudWatch, which has no PromQL/,
    ],
  ])('%s is wrong', (rule, problem) => {
    expect(problemLines(watching(rule)).join('\n')).toMatch(problem);
  });
});
