import { describe, expect, test } from 'vitest';
import type { Values } from '../../src/metrics/arithmetic.ts';
import { exampleRules, times, told } from './watched.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const ALARMS = exampleRules('watch.yaml');

interface Row {
  readonly severity: 'critical' | 'error' | 'warning';
  /** For how long it must last; one period where nothing is said. */
  readonly lasts?: number;
  readonly at: Values;
  readonly past: Values;
  readonly well?: Values;
}

/** The alarms that teams run, each at its threshold and just past it. */
const ROWS: Readonly<Record<string, Row>> = {
  'Service down': {
    severity: 'critical',
    lasts: 2 * MINUTE,
    at: { 'success-rate': 50, successes: 5 },
    past: { 'success-rate': 49.9, successes: 5 },
  },
  'High error rate': {
    severity: 'critical',
    lasts: 5 * MINUTE,
    at: { 'error-rate': 10, requests: 20 },
    past: { 'error-rate': 10.1, requests: 20 },
    well: { 'error-rate': 7.9, requests: 20 },
  },
  'High error rate, playbook': {
    severity: 'error',
    lasts: 5 * MINUTE,
    at: { 'error-rate': 5, requests: 20 },
    past: { 'error-rate': 5.1, requests: 20 },
    well: { 'error-rate': 3.9, requests: 20 },
  },
  'Elevated error rate': {
    severity: 'warning',
    at: { 'error-rate': 5, requests: 20 },
    past: { 'error-rate': 5.1, requests: 20 },
    well: { 'error-rate': 3.9, requests: 20 },
  },
  'API 5XX': {
    severity: 'critical',
    lasts: 2 * MINUTE,
    at: { 'gateway-5xx': 10 },
    past: { 'gateway-5xx': 11 },
  },
  'API 5XX share': {
    severity: 'critical',
    lasts: 5 * MINUTE,
    at: { 'gateway-5xx-share': 1 },
    past: { 'gateway-5xx-share': 1.01 },
  },
  'API quota': { severity: 'warning', at: { 'quota-used': 90 }, past: { 'quota-used': 90.1 } },
  'Circuit breaker open': {
    severity: 'warning',
    at: { 'breaker-open': 0 },
    past: { 'breaker-open': 1 },
  },
  'Very high latency': {
    severity: 'critical',
    at: { 'latency-p99': 10_000 },
    past: { 'latency-p99': 10_001 },
    well: { 'latency-p99': 7_999 },
  },
  'Elevated latency p99': {
    severity: 'warning',
    lasts: 10 * MINUTE,
    at: { 'latency-p99': 5_000 },
    past: { 'latency-p99': 5_001 },
  },
  'Elevated latency p95': {
    severity: 'warning',
    lasts: 10 * MINUTE,
    at: { 'latency-p95': 5_000 },
    past: { 'latency-p95': 5_001 },
  },
  'Latency over its baseline': {
    severity: 'warning',
    lasts: 10 * MINUTE,
    at: { p95: 120, before: 100 },
    past: { p95: 120.1, before: 100 },
  },
  'API latency p99': {
    severity: 'warning',
    lasts: 3 * MINUTE,
    at: { 'gateway-p99': 1_000 },
    past: { 'gateway-p99': 1_001 },
  },
  'Slow analysis endpoint': {
    severity: 'warning',
    at: { 'analysis-p95': 2_000 },
    past: { 'analysis-p95': 2_001 },
  },
  'Slow query': { severity: 'warning', at: { 'db-query': 1_000 }, past: { 'db-query': 1_001 } },
  'Memory pressure': {
    severity: 'warning',
    lasts: 5 * MINUTE,
    at: { memory: 80 },
    past: { memory: 80.1 },
    well: { memory: 74.9 },
  },
  'Memory pressure of the host': {
    severity: 'warning',
    lasts: 5 * MINUTE,
    at: { 'host-memory': 90 },
    past: { 'host-memory': 90.1 },
    well: { 'host-memory': 84 },
  },
  'CPU pressure': {
    severity: 'warning',
    at: { cpu: 80 },
    past: { cpu: 80.1 },
    well: { cpu: 74 },
  },
  'Disk space': { severity: 'warning', at: { disk: 85 }, past: { disk: 86 }, well: { disk: 79 } },
  'Cold starts': {
    severity: 'warning',
    at: { 'cold-start-rate': 20 },
    past: { 'cold-start-rate': 20.1 },
  },
  'Cost anomaly': {
    severity: 'warning',
    lasts: HOUR,
    at: { cost: 10, before: 5 },
    past: { cost: 10.01, before: 6 },
  },
  'Database throttling': {
    severity: 'critical',
    at: { 'db-throttles': 0 },
    past: { 'db-throttles': 1 },
  },
  'Database write errors': {
    severity: 'critical',
    lasts: 10 * MINUTE,
    at: { 'db-write-error-rate': 5 },
    past: { 'db-write-error-rate': 5.1 },
  },
  'Database timeouts': {
    severity: 'warning',
    lasts: 3 * MINUTE,
    at: { 'db-timeouts': 0 },
    past: { 'db-timeouts': 1 },
  },
  'Queue depth': {
    severity: 'critical',
    lasts: 5 * MINUTE,
    at: { 'queue-depth': 10 },
    past: { 'queue-depth': 11 },
  },
  'Oldest message': {
    severity: 'warning',
    at: { 'queue-age': 30 * 60 },
    past: { 'queue-age': 30 * 60 + 1 },
  },
  'Dead-letter queue': {
    severity: 'critical',
    at: { 'dlq-depth': 0 },
    past: { 'dlq-depth': 1 },
  },
  'Worker error rate': {
    severity: 'warning',
    lasts: 15 * MINUTE,
    at: { 'worker-error-rate': 5 },
    past: { 'worker-error-rate': 5.1 },
  },
  'Slow predictions': {
    severity: 'warning',
    at: { 'prediction-p99': 5 * 60 },
    past: { 'prediction-p99': 5 * 60 + 1 },
  },
  'Model loading failures': {
    severity: 'critical',
    at: { 'model-load-failures': 0 },
    past: { 'model-load-failures': 1 },
  },
  'S3 upload failures': {
    severity: 'critical',
    lasts: 10 * MINUTE,
    at: { 's3-failures': 10 },
    past: { 's3-failures': 10.1 },
  },
  'Upload success': {
    severity: 'warning',
    lasts: 10 * MINUTE,
    at: { 'upload-success': 95 },
    past: { 'upload-success': 94.9 },
  },
  'Payment failures': {
    severity: 'error',
    at: { 'payments-failed': 5 },
    past: { 'payments-failed': 6 },
  },
  'Feature drift': {
    severity: 'critical',
    lasts: HOUR,
    at: { 'feature-drift': 0.2 },
    past: { 'feature-drift': 0.21 },
  },
  'Low click-through': {
    severity: 'critical',
    lasts: 3 * HOUR,
    at: { 'click-through': 2 },
    past: { 'click-through': 1.9 },
  },
  'Low prediction confidence': {
    severity: 'warning',
    lasts: HOUR,
    at: { confidence: 70 },
    past: { confidence: 69.9 },
  },
  'Drop of daily active users': {
    severity: 'warning',
    lasts: HOUR,
    at: { users: 700, before: 1_000 },
    past: { users: 699, before: 1_000 },
  },
};

test('every rule of the example has its row here', () => {
  expect([...ALARMS.keys()].toSorted()).toEqual(Object.keys(ROWS).toSorted());
});

describe.each(Object.entries(ROWS))('%s', (name, { severity, lasts, at, past, well = at }) => {
  const rule = ALARMS.get(name);
  if (rule === undefined) return;
  const periods = Math.max(1, (lasts ?? rule.period) / rule.period);

  test('does not fire at its threshold', () => {
    expect(told(rule, times(3 * periods, at))).toBe('');
  });

  test('fires just past it, when that has lasted, and resolves', () => {
    expect(rule.severity).toBe(severity);
    const before = 2 * periods;
    const expected = `+${before + periods} -${before + periods + 2}`;
    const story = [...times(before, at), ...times(periods + 1, past), well];
    expect(told(rule, story)).toBe(expected);
    const shorter = [...times(before, at), ...times(periods - 1, past), ...times(2, well)];
    expect(told(rule, shorter)).toBe('');
  });

  test('does not fire on too few samples', () => {
    const hasGaps = rule.missing === 'ignore' && rule.when.at({}) === undefined;
    if (!hasGaps || periods === 1) return;
    const few = [...times(rule.minSamples - 1, past), ...times(periods, undefined)];
    expect(told(rule, [...times(periods, at), ...few])).toBe('');
  });

  test('says what to do, and names its runbook', () => {
    expect(rule.annotations['resolution']?.length).toBeGreaterThan(20);
    expect(rule.annotations.runbook).toMatch(/^[a-z-]+$/u);
  });
});

test('a service is down also when no request comes through', () => {
  const rule = ALARMS.get('Service down');
  expect(rule && told(rule, times(2, { 'success-rate': undefined }))).toBe('+1');
  expect(rule && told(rule, [{ 'success-rate': 99, successes: 9 }, ...times(3, {})])).toBe('+3');
});

test('an unusual spike of cost is twice of yesterday, however small', () => {
  const rule = ALARMS.get('Cost anomaly');
  expect(
    rule &&
      told(rule, [
        { cost: 2, before: 1 },
        { cost: 2.1, before: 1 },
      ]),
  ).toBe('+2');
});

test('what is for the team that trains models says so', () => {
  const teams = [...ALARMS.values()].filter(({ labels }) => labels['team'] === 'ml');
  expect(teams.map(({ name }) => name)).toEqual([
    'Feature drift',
    'Low click-through',
    'Low prediction confidence',
  ]);
});
