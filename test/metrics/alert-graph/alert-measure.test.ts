import { describe, expect, test } from 'vitest';
import type { Alert } from '../../../src/alert/alert.ts';
import { alertMeasure } from '../../../src/metrics/alert-graph/alert-measure.ts';
import { sampleAlert } from '../../delivery/support/views.ts';
import { ruleOf } from '../watch/rules.ts';

const METRIC = {
  of: {
    namespace: 'AWS/ApiGateway',
    metric: '5XXError',
    dimensions: { ApiName: 'shop' },
    statistic: 'AVERAGE',
  },
  period: 60,
};

function alarm(metric: Alert['metric'] = METRIC): Alert {
  const annotations = { metric: '5XXError', statistic: 'average', unit: '%' };
  const alert = sampleAlert({ annotations });
  return metric === undefined ? alert : { ...alert, metric };
}

const OWN = { name: 'own', region: 'us-east-1' };
const ROLE = { name: 'role', region: 'us-east-1', account: '111122223333' };
const OTHER = { name: 'other', region: 'us-east-1', account: '444455556666' };
const EUROPE = { name: 'europe', region: 'eu-west-1' };

function measureFrom(places: readonly (typeof OWN)[], alert = alarm()) {
  return alertMeasure(alert, { places, rules: new Map() });
}

function sourceOf(places: readonly (typeof OWN)[]): string | undefined {
  const of = measureFrom(places)?.of;
  return of === undefined || of.kind === 'formula' ? undefined : of.source;
}

describe('the metric of an alarm', () => {
  test('is read as the alarm reads it, and called what people know', () => {
    expect(measureFrom([OWN])).toEqual({
      name: 'High error rate',
      title: '5XXError · shop · average',
      unit: '%',
      period: 60_000,
      thresholds: {},
      of: { kind: 'stat', source: 'own', ...METRIC.of, statistic: 'Average' },
    });
  });

  test('comes from the role in its account, else from the bot’s own; from no other account or region', () => {
    expect(sourceOf([OWN, OTHER, ROLE])).toBe('role');
    expect(sourceOf([OTHER, OWN])).toBe('own');
    expect(sourceOf([OTHER, EUROPE])).toBeUndefined();
  });

  test('that is computed is computed by CloudWatch again', () => {
    const of = { expression: 'm1 * 100', metrics: { m1: METRIC.of } };
    expect(measureFrom([OWN], alarm({ of }))?.of).toEqual({
      kind: 'math',
      source: 'own',
      expression: 'm1 * 100',
      metrics: { m1: { kind: 'stat', ...METRIC.of, statistic: 'Average' } },
    });
  });

  test('by a statistic that nobody knows can not be read', () => {
    expect(measureFrom([OWN], alarm({ of: { ...METRIC.of, statistic: 'p101' } }))).toBeUndefined();
  });
});

test('the alert of a watch rule is measured by what its condition looks at', () => {
  const rule = ruleOf({ when: 'count >= 20 && rate > 10' });
  const alert: Alert = { ...sampleAlert({ name: rule.name }), source: 'watch' };
  const found = alertMeasure(alert, { places: [], rules: new Map([[rule.name, rule]]) });
  expect(found).toMatchObject({ title: 'count', period: 60_000 });
  expect(alertMeasure(alert, { places: [], rules: new Map() })).toBeUndefined();
});

test('an alert that nothing was measured for has no graph', () => {
  const alert: Alert = { ...sampleAlert({}), source: 'tocsin' };
  expect(alertMeasure(alert, { places: [OWN], rules: new Map() })).toBeUndefined();
});
