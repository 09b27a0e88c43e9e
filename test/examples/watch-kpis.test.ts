import { describe, expect, test } from 'vitest';
import { exampleRules, told, times } from './watched.ts';

const RULES = exampleRules('watch-kpis.yaml');

/** The KPI catalogue: warning and critical limit. */
const ROWS: readonly (readonly [string, '>' | '<', number, number | undefined])[] = [
  ['API latency p50', '>', 150, 200],
  ['API latency p95', '>', 400, 500],
  ['API latency p99', '>', 800, 1000],
  ['API error rate', '>', 1, 5],
  ['API availability', '<', 99.5, 99],
  ['Lambda duration', '>', 500, 1000],
  ['Lambda error rate', '>', 1, 5],
  ['Lambda throttles', '>', 10, 50],
  ['Lambda concurrency', '>', 90, 95],
  ['Lambda memory', '>', 85, 95],
  ['Model latency', '>', 100, 200],
  ['Model invocation errors', '>', 5, 20],
  ['SageMaker CPU', '>', 80, 90],
  ['SageMaker memory', '>', 85, 95],
  ['Click-through rate', '<', 2.5, 2],
  ['Conversion rate', '<', 1.2, 1],
  ['Average order value', '<', 60, 50],
  ['Coverage', '<', 60, 50],
  ['Diversity', '<', 0.5, 0.4],
  ['NDCG@10', '<', 0.4, undefined],
  ['Precision@10', '<', 0.3, undefined],
  ['Recall@10', '<', 0.2, undefined],
  ['Drift score', '>', 0.2, undefined],
];

const CASES = ROWS.flatMap(([kpi, sign, warning, critical]) => [
  [`${kpi}, warning`, sign, warning] as const,
  ...(critical === undefined ? [] : [[`${kpi}, critical`, sign, critical] as const]),
]);

test('every rule of the example has its row here', () => {
  expect([...RULES.keys()]).toEqual(CASES.map(([name]) => name));
});

describe.each(CASES)('%s', (name, sign, limit) => {
  const rule = RULES.get(name);
  const metric = [...(rule?.metrics.keys() ?? [])][0] ?? '';
  if (rule === undefined) return;

  test('fires just past its limit, and not at it', () => {
    const { periods } = rule;
    const at = { [metric]: limit };
    const past = { [metric]: limit * (sign === '>' ? 1.001 : 0.999) };
    expect(rule.severity).toBe(name.split(', ')[1]);
    expect(told(rule, times(3 * periods, at))).toBe('');
    expect(told(rule, [...times(periods, at), ...times(periods, past), at])).toBe(
      `+${2 * periods} -${2 * periods + 1}`,
    );
  });

  test('says what to do, and names its runbook', () => {
    expect(rule.annotations['resolution']?.length).toBeGreaterThan(20);
    expect(rule.annotations.runbook).toMatch(/^[a-z-]+$/u);
  });
});
