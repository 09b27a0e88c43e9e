import { describe, expect, test } from 'vitest';
import type { Alert } from '../../../src/alert/alert.ts';
import {
  alertChart,
  alertSpan,
  type KnownReading,
} from '../../../src/metrics/alert-graph/alert-chart.ts';
import type { Measure } from '../../../src/metrics/measure.ts';
import { NOON, sampleAlert } from '../../delivery/support/views.ts';

const MINUTE = 60_000;
const SPAN = { from: NOON - 60 * MINUTE, to: NOON };

const MEASURE: Measure = {
  name: '5xx',
  title: '5XXError · shop · sum',
  unit: '%',
  period: MINUTE,
  thresholds: {},
  of: {
    kind: 'stat',
    source: 'aws',
    namespace: 'AWS/ApiGateway',
    metric: '5XXError',
    dimensions: {},
    statistic: 'Sum',
  },
};

function reading(rest: Partial<KnownReading> = {}): KnownReading {
  const points = [{ at: NOON - 10 * MINUTE, value: 12 }];
  const series = [{ label: 'sum', period: MINUTE, points }];
  return { ok: true, span: SPAN, period: MINUTE, series, remarks: [], ...rest };
}

function alarm(rest: Partial<Alert> = {}, comparison = '>'): Alert {
  const annotations = { comparison };
  return { ...sampleAlert({ annotations, value: 12, threshold: 10, since: 7 }), ...rest };
}

function chartOf(alert: Alert, read = reading(), measure = MEASURE) {
  return alertChart(alert, measure, read, 'Europe/Berlin');
}

describe('the chart of an alert', () => {
  test('has its threshold, and marks where it was raised and resolved', () => {
    const endsAt = NOON - 2 * MINUTE;
    expect(chartOf(alarm({ endsAt }))).toMatchObject({
      title: '5XXError · shop · sum',
      unit: '%',
      thresholds: [{ label: 'threshold', value: 10, severity: 'critical', bad: 'above' }],
      marks: [
        { at: NOON - 7 * MINUTE, label: 'raised' },
        { at: endsAt, label: 'resolved' },
      ],
      ...SPAN,
      timeZone: 'Europe/Berlin',
    });
    expect(chartOf(alarm())?.marks).toEqual([{ at: NOON - 7 * MINUTE, label: 'raised' }]);
  });

  test.each([
    ['>', 'above'],
    ['≥', 'above'],
    ['<', 'below'],
    ['≤', 'below'],
  ])('says on which side of it things are bad: %s', (comparison, bad) => {
    expect(chartOf(alarm({}, comparison))?.thresholds).toMatchObject([{ bad }]);
  });

  test('has no threshold of a sum by another period, but of what does not add up', () => {
    const longer = reading({ period: 5 * MINUTE });
    expect(chartOf(alarm(), longer)?.thresholds).toEqual([]);
    const mean: Measure = {
      ...MEASURE,
      of: { kind: 'promql', source: 'prom', expression: 'rate' },
    };
    expect(chartOf(alarm(), longer, mean)?.thresholds).toHaveLength(1);
  });

  test('of an anomaly has what is expected instead of a threshold', () => {
    const band = { lower: [{ at: NOON, value: 1 }], upper: [{ at: NOON, value: 2 }] };
    const chart = chartOf(alarm(), reading({ band }), { ...MEASURE, band: 2 });
    expect(chart).toMatchObject({ thresholds: [], bands: [{ label: 'expected', ...band }] });
  });

  test('has of several series those of the alert, by its labels', () => {
    const points = [{ at: NOON - MINUTE, value: 1 }];
    const series = ['a', 'b'].map((queue) => ({
      label: queue,
      labels: { queue },
      period: MINUTE,
      points,
    }));
    const chart = chartOf(alarm({ labels: { queue: 'b' } }), reading({ series }));
    expect(chart?.series).toEqual([{ ...series[1], label: '' }]);
  });

  test('is none where nothing is known', () => {
    expect(chartOf(alarm(), reading({ series: [] }))).toBeUndefined();
    const empty = [{ label: 'sum', period: MINUTE, points: [] }];
    expect(chartOf(alarm(), reading({ series: empty }))).toBeUndefined();
  });
});

test('an hour before it is shown, of longer periods more, and all since', () => {
  const startsAt = NOON - 7 * MINUTE;
  expect(alertSpan({ startsAt }, MEASURE, NOON)).toEqual({
    from: startsAt - 60 * MINUTE,
    to: NOON,
  });
  const { from } = alertSpan({ startsAt }, { ...MEASURE, period: 5 * MINUTE }, NOON);
  expect(startsAt - from).toBe(150 * MINUTE);
});
