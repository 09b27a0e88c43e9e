import { z } from 'zod';
import type { Alarm } from '../alarm/alarm.ts';
import { alarmSignal } from '../alarm/alarm.ts';
import { configuredMeasure } from '../alarm/configured-measure.ts';
import type { Measure } from '../alarm/measure.ts';
import type { MetricQuery } from '../alarm/metric-query.ts';
import { accountFromArns, regionFromArns, regionFromName } from '../aws/region.ts';
import { anyNumber, anyText, anyTexts, isRecord, anything } from '../leniency.ts';
import { parseTime } from '../time.ts';
import type { Format, MessageContext } from './format.ts';

const dimensions = z
  .unknown()
  .optional()
  .transform((value) => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    return list.flatMap((entry): [string, string][] => {
      const { name, value: text } = dimension.parse(isRecord(entry) ? entry : {});
      return name === undefined || text === undefined ? [] : [[name, text]];
    });
  });

const dimension = z.object({ name: anyText, value: anyText });

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

const trigger = z.object({
  MetricName: anyText,
  Namespace: anyText,
  Statistic: anyText,
  ExtendedStatistic: anyText,
  Unit: anyText,
  Dimensions: dimensions,
  Period: anyNumber,
  EvaluationPeriods: anyNumber,
  DatapointsToAlarm: anyNumber,
  ComparisonOperator: anyText,
  Threshold: anyNumber,
  ThresholdMetricId: anyText,
  Metrics: z.array(z.unknown()).optional().catch(undefined),
});

const alarmSchema = z.object({
  AlarmName: z.string().min(1),
  NewStateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  AlarmDescription: anyText,
  AWSAccountId: anyText,
  NewStateReason: anyText,
  NewStateReasonData: anything,
  StateChangeTime: anything,
  Region: anyText,
  AlarmArn: anyText,
  Trigger: trigger.optional().catch(undefined),
  AlarmContributorId: anyText,
  AlarmContributorAttributes: anyTexts,
});

/**
 * What metric and composite alarms have in common when they come through SNS; undefined when the
 * name or the state is missing. Source: CloudWatch User Guide, "Notify users on alarm changes".
 */
export function readSnsAlarm(value: unknown, context: MessageContext): Alarm | undefined {
  const parsed = alarmSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const alarm = parsed.data;
  const { AlarmContributorId: contributor, Region: regionName } = alarm;
  return {
    name: alarm.AlarmName,
    account: alarm.AWSAccountId || accountFromArns(alarm.AlarmArn, context.topic),
    region:
      regionFromArns(alarm.AlarmArn, context.topic) ??
      (regionName === undefined ? undefined : regionFromName(regionName)),
    state: alarm.NewStateValue,
    reason: alarm.NewStateReason,
    reasonData: alarm.NewStateReasonData,
    description: alarm.AlarmDescription,
    changedAt: parseTime(alarm.StateChangeTime) ?? context.sentAt,
    measure: alarm.Trigger === undefined ? undefined : triggerMeasure(alarm.Trigger),
    contributor:
      contributor === undefined
        ? undefined
        : { id: contributor, attributes: alarm.AlarmContributorAttributes },
  };
}

function triggerMeasure(given: z.infer<typeof trigger>): Measure {
  const queries = (given.Metrics ?? []).flatMap((query) => {
    const parsed = metricQuery.safeParse(query);
    return parsed.success ? [parsed.data] : [];
  });
  return configuredMeasure(given, queries, given.Dimensions);
}

/** Metric, metric-math and anomaly-detection alarms as CloudWatch sends them through SNS. */
export const cloudwatch: Format = {
  source: 'cloudwatch',
  recognise: (value) => isRecord(value) && 'AlarmName' in value && 'NewStateValue' in value,
  toSignals(value, context) {
    const alarm = readSnsAlarm(value, context);
    return alarm === undefined ? undefined : [alarmSignal(alarm, 'cloudwatch', context)];
  },
};
