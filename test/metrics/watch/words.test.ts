import { expect, test } from 'vitest';
import type { Values } from '../../../src/metrics/arithmetic.ts';
import { changeSignal } from '../../../src/metrics/watch/signal.ts';
import { comparedIn, measuredText } from '../../../src/metrics/watch/words.ts';
import { MINUTE, ruleOf, T0 } from './rules.ts';

type Written = Parameters<typeof ruleOf>[0];

function words(written: Written, status: 'firing' | 'resolved', values: Values): string {
  const rule = ruleOf(written);
  return measuredText(rule, status, comparedIn(rule, status, values));
}

test.each<[string, Written, 'firing' | 'resolved', Values]>([
  ['rate 12.4 over 10', {}, 'firing', { rate: 12.4 }],
  ['rate 10.04 over 10', {}, 'firing', { rate: 10.04 }],
  ['rate 12 over 10 for 5 min', { periods: 5 }, 'firing', { rate: 12 }],
  ['rate 9, no longer over 10', { periods: 5 }, 'resolved', { rate: 9 }],
  ['rate 1 under 2', { when: 'rate < 2' }, 'firing', { rate: 1 }],
  ['rate 2 ≤ 2', { when: 'rate <= 2' }, 'firing', { rate: 2 }],
  ['rate 6 over 5 in 1 h', { when: 'rate > 5', summed: 60 }, 'firing', { rate: 6 }],
  ['rate 12 over 9.6', { when: 'rate > count * 1.2' }, 'firing', { rate: 12, count: 8 }],
  ['count 0', { when: 'rate < 50 || or(count, 0) == 0' }, 'firing', { rate: 99 }],
  ['rate 40 under 50', { when: 'rate < 50 || or(count, 0) == 0' }, 'firing', { rate: 40 }],
  [
    'High error rate 60 over 50',
    { when: 'rate / count * 100 > 50' },
    'firing',
    { rate: 3, count: 5 },
  ],
  ['No data for rate and count, which counts as firing', { missing: 'firing' }, 'firing', {}],
  ['No data for rate and count, which counts as resolved', { missing: 'resolved' }, 'resolved', {}],
  ['No data for rate and count', {}, 'resolved', {}],
])('%s', (text, written, status, values) => {
  expect(words(written, status, values)).toBe(text);
});

test('what the rule says of itself stands before what is measured', () => {
  const rule = ruleOf({ annotations: { summary: 'Orders fail', runbook: 'high-error-rate' } });
  const labels = { alertname: rule.name, severity: 'critical', job: 'a' };
  const change = {
    status: 'firing',
    labels,
    series: { job: 'a' },
    since: T0,
    values: { rate: 12 },
  } as const;
  expect(changeSignal(rule, change, T0 + MINUTE)).toMatchObject({
    labels: { alertname: 'High error rate', severity: 'critical', job: 'a' },
    annotations: {
      summary: 'Orders fail',
      measured: 'rate 12 over 10',
      runbook: 'high-error-rate',
    },
    links: [],
    value: 12,
    threshold: 10,
    startsAt: T0,
    changedAt: T0 + MINUTE,
  });
});
