import { expect, test } from 'vitest';
import { alarmMetricOf } from '../../../src/intake/alarm/alarm-metric.ts';
import type { MetricQuery } from '../../../src/intake/alarm/metric-query.ts';

function plain(id: string, metric: string, rest: Partial<MetricQuery> = {}): MetricQuery {
  const dimensions = [['ApiName', 'shop']] as const;
  const namespace = 'AWS/ApiGateway';
  return {
    id,
    namespace,
    metric,
    statistic: 'Sum',
    period: 60,
    dimensions,
    returnsData: false,
    ...rest,
  };
}

function expression(id: string, text: string, rest: Partial<MetricQuery> = {}): MetricQuery {
  return { id, expression: text, dimensions: [], returnsData: false, ...rest };
}

const known = (metric: string) => ({
  namespace: 'AWS/ApiGateway',
  metric,
  dimensions: { ApiName: 'shop' },
  statistic: 'Sum',
});

test('an alarm of one metric can be read again by it', () => {
  expect(alarmMetricOf([plain('m1', '5XXError', { returnsData: true })])).toEqual({
    of: known('5XXError'),
    period: 60,
  });
});

test('an alarm of metric math can be read again with the metrics and expressions that it names', () => {
  const metric = alarmMetricOf([
    expression('share', 'IF(m2 > 10, rate, 0)', { returnsData: true }),
    expression('rate', 'm1 / m2 * 100'),
    plain('m1', '5XXError'),
    plain('m2', 'Count'),
    plain('m3', 'Latency'),
  ]);
  expect(metric).toEqual({
    of: {
      expression: 'IF(m2 > 10, (m1 / m2 * 100), 0)',
      metrics: { m1: known('5XXError'), m2: known('Count') },
    },
    period: 60,
  });
});

test('words within quotes are no metrics', () => {
  const text = `SEARCH('{AWS/EC2} m1', 'Average', 60)`;
  const metric = alarmMetricOf([expression('e1', text, { returnsData: true }), plain('m1', 'CPU')]);
  expect(metric?.of).toEqual({ expression: text, metrics: {} });
});

test('an alarm held against what is expected has that band', () => {
  const metric = alarmMetricOf([
    plain('m1', 'Latency', { returnsData: true }),
    expression('ad1', 'ANOMALY_DETECTION_BAND(m1, 3)', { returnsData: true }),
  ]);
  expect(metric).toEqual({ of: known('Latency'), period: 60, band: 3 });
});

test.each([
  ['no statistic', [plain('m1', '5XXError', { statistic: undefined })]],
  ['no namespace', [plain('m1', '5XXError', { namespace: undefined })]],
  ['nothing', []],
  [
    'a metric that is not whole',
    [expression('e1', 'm1 * 2'), plain('m1', 'Count', { statistic: undefined })],
  ],
  ['an expression without end', [expression('e1', 'e1+'.repeat(300))]],
])('an alarm that says %s can not be read again', (_, queries) => {
  expect(alarmMetricOf(queries)).toBeUndefined();
});
