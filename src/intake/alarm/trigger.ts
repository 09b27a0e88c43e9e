import { z } from 'zod';
import { anyNumber, anything, anyText, isRecord, readNumber, readText } from '../leniency.ts';
import { configuredMeasure } from './configured-measure.ts';
import type { Measure } from './measure.ts';
import type { MetricQuery } from './metric-query.ts';

/** The `Trigger` of an alarm's message through SNS: what it looks at; undefined where there is none. */
export function readTrigger(trigger: unknown): Measure | undefined {
  if (!isRecord(trigger)) return undefined;
  return configuredMeasure(
    {
      Namespace: readText(trigger['Namespace']),
      MetricName: readText(trigger['MetricName']),
      Statistic: readText(trigger['Statistic']),
      ExtendedStatistic: readText(trigger['ExtendedStatistic']),
      Unit: readText(trigger['Unit']),
      Period: readNumber(trigger['Period']),
      EvaluationPeriods: readNumber(trigger['EvaluationPeriods']),
      DatapointsToAlarm: readNumber(trigger['DatapointsToAlarm']),
      ComparisonOperator: readText(trigger['ComparisonOperator']),
      Threshold: readNumber(trigger['Threshold']),
      ThresholdMetricId: readText(trigger['ThresholdMetricId']),
    },
    readQueries(trigger['Metrics']),
    readDimensions(trigger['Dimensions']),
  );
}

function readDimensions(value: unknown): Measure['dimensions'] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.flatMap((entry): [string, string][] => {
    if (!isRecord(entry)) return [];
    const { name, value: text } = entry;
    return typeof name === 'string' && typeof text === 'string' ? [[name, text]] : [];
  });
}

function readQueries(value: unknown): readonly MetricQuery[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.flatMap((query) => {
    const parsed = metricQuery.safeParse(query);
    return parsed.success ? [parsed.data] : [];
  });
}

const dimensions = z.transform(readDimensions);

const metricQuery = z
  .object({
    Id: anyText,
    Expression: anyText,
    Label: anyText,
    Period: anyNumber,
    ReturnData: anything,
    MetricStat: z
      .object({
        Metric: z.object({ MetricName: anyText, Namespace: anyText, Dimensions: dimensions }),
        Period: anyNumber,
        Stat: anyText,
        Unit: anyText,
      })
      .optional()
      .catch(undefined),
  })
  .transform(({ Id, Expression, Label, Period, ReturnData, MetricStat }): MetricQuery => ({
    id: Id,
    expression: Expression,
    label: Label,
    namespace: MetricStat?.Metric.Namespace,
    metric: MetricStat?.Metric.MetricName,
    statistic: MetricStat?.Stat,
    unit: MetricStat?.Unit,
    period: Period ?? MetricStat?.Period,
    dimensions: MetricStat?.Metric.Dimensions ?? [],
    returnsData: ReturnData === true,
  }));
