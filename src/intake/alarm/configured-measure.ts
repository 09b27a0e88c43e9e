import { alarmMetricOf } from './alarm-metric.ts';
import { comparisonFrom, statisticFrom, type Measure } from './measure.ts';
import type { MetricQuery } from './metric-query.ts';
import { measureOf } from './metric-queries.ts';

/** An alarm's configuration in CloudWatch's own words, the same in its messages and in its API. */
interface ConfiguredAlarm {
  readonly Namespace?: string | undefined;
  readonly MetricName?: string | undefined;
  readonly Statistic?: string | undefined;
  readonly ExtendedStatistic?: string | undefined;
  readonly Unit?: string | undefined;
  readonly Period?: number | undefined;
  readonly EvaluationPeriods?: number | undefined;
  readonly DatapointsToAlarm?: number | undefined;
  readonly ComparisonOperator?: string | undefined;
  readonly Threshold?: number | undefined;
  readonly ThresholdMetricId?: string | undefined;
}

/**
 * What an alarm looks at: the queries of metric math where it has any, else its one metric.
 * Source: CloudWatch API Reference, "MetricAlarm".
 */
export function configuredMeasure(
  given: ConfiguredAlarm,
  queries: readonly MetricQuery[],
  dimensions: Measure['dimensions'],
): Measure {
  const metric: Measure = measureOf(queries) ?? {
    namespace: given.Namespace,
    metric: given.MetricName,
    statistic: statisticFrom(given.Statistic ?? given.ExtendedStatistic),
    unit: given.Unit,
    dimensions,
    source: alarmMetricOf([plainQuery(given, dimensions)]),
  };
  return {
    ...metric,
    period: given.Period ?? metric.period,
    evaluationPeriods: given.EvaluationPeriods,
    datapointsToAlarm: given.DatapointsToAlarm,
    comparison: comparisonFrom(given.ComparisonOperator),
    // An alarm over a band of expected values carries no threshold of its own worth showing.
    threshold: given.ThresholdMetricId === undefined ? given.Threshold : undefined,
  };
}

function plainQuery(given: ConfiguredAlarm, dimensions: Measure['dimensions']): MetricQuery {
  return {
    namespace: given.Namespace,
    metric: given.MetricName,
    statistic: given.Statistic ?? given.ExtendedStatistic,
    period: given.Period,
    dimensions,
    returnsData: true,
  };
}
