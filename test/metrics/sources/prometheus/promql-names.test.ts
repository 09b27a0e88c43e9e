import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { metricNamesIn } from '../../../../src/metrics/sources/prometheus/promql-names.ts';

test.each([
  ['up', ['up']],
  [
    'sum(rate(http_requests_total{code=~"5..", path="/{id}"}[5m])) by (job)',
    ['http_requests_total'],
  ],
  ['sum by (job, zone) (job:errors:rate5m)', ['job:errors:rate5m']],
  ['a / on (instance) group_left (name) b', ['a', 'b']],
  ['a and b or c unless d offset 5m', ['a', 'b', 'c', 'd']],
  ['a > bool 1e3 and a != NaN and a < +Inf', ['a']],
  ['histogram_quantile(0.95, sum by (le) (rate(latency_bucket[5m:1m])))', ['latency_bucket']],
  ['max_over_time(up[1h] @ end()) # of the metric foo', ['up']],
  [`label_replace(up, "x", "$1", 'job', \`a b\`)`, ['up']],
  ['{__name__="up"}', []],
  ['vector(1)', []],
  ['0x1F + 5', []],
])('%s is about %j', (expression, expected) => {
  expect(metricNamesIn(expression)).toEqual(expected);
});

test('any text is read in no time', () => {
  const part = fc.constantFrom('{', '}', '"', "'", '`', '\\', '[', '(', 'by', 'a', ' ');
  const text = fc.array(part, { maxLength: 5000, minLength: 1000, size: 'max' });
  fc.assert(
    fc.property(text, (parts) => {
      expect(Array.isArray(metricNamesIn(parts.join('')))).toBe(true);
    }),
    { numRuns: 20 },
  );
});
