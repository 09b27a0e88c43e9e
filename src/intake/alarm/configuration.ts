import { z } from 'zod';
import { anyNumber, anyText, anyTexts, anything } from '../leniency.ts';
import { parseTime } from '../time.ts';
import type { Alarm } from './alarm.ts';
import { comparisonFrom } from './measure.ts';
import { membersOfReason, membersText } from './members.ts';
import type { MetricQuery } from './metric-query.ts';
import { measureOf } from './metric-queries.ts';

const metricQuery = z
  .object({
    id: anyText,
    expression: anyText,
    label: anyText,
    period: anyNumber,
    returnData: anything,
    metricStat: z
      .object({
        metric: z.object({ name: anyText, namespace: anyText, dimensions: anyTexts }),
        period: anyNumber,
        stat: anyText,
        unit: anyText,
      })
      .optional()
      .catch(undefined),
  })
  .transform(({ id, expression, label, period, returnData, metricStat }): MetricQuery => ({
    id,
    expression,
    label,
    namespace: metricStat?.metric.namespace,
    metric: metricStat?.metric.name,
    statistic: metricStat?.stat,
    unit: metricStat?.unit,
    period: period ?? metricStat?.period,
    dimensions: metricStat?.metric.dimensions ?? [],
    returnsData: returnData === true,
  }));

const configurationSchema = z.object({
  description: anyText,
  alarmRule: anyText,
  comparisonOperator: anyText,
  threshold: anyNumber,
  evaluationPeriods: anyNumber,
  datapointsToAlarm: anyNumber,
  metrics: z.array(z.unknown()).optional().catch(undefined),
});

/** The part that EventBridge's `detail` and the Lambda payload's `alarmData` have in common. */
const alarmDataSchema = z.object({
  alarmName: z.string().min(1),
  state: z.object({
    value: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
    reason: anyText,
    reasonData: anything,
    timestamp: anything,
  }),
  configuration: configurationSchema.optional().catch(undefined),
  alarmContributor: z.object({ id: z.string(), attributes: anyTexts }).optional().catch(undefined),
});

/**
 * Reads an alarm with its configuration; undefined when the name or the state is missing.
 *
 * @param fallbackTime epoch milliseconds, for a state that does not say when it began.
 */
export function readAlarmData(
  value: unknown,
  where: Pick<Alarm, 'account' | 'region'>,
  fallbackTime: number,
): Alarm | undefined {
  const parsed = alarmDataSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { alarmName, state, configuration, alarmContributor } = parsed.data;
  return {
    ...where,
    name: alarmName,
    state: state.value,
    reason: state.reason,
    reasonData: state.reasonData,
    description: configuration?.description,
    changedAt: parseTime(state.timestamp) ?? fallbackTime,
    measure: configuration === undefined ? undefined : measureFrom(configuration),
    rule: configuration?.alarmRule,
    members: membersText(state.value, membersOfReason(state.reasonData)),
    contributor: alarmContributor,
  };
}

function measureFrom(configuration: z.infer<typeof configurationSchema>): Alarm['measure'] {
  const queries = (configuration.metrics ?? []).flatMap((query) => {
    const parsed = metricQuery.safeParse(query);
    return parsed.success ? [parsed.data] : [];
  });
  const measure = measureOf(queries);
  if (measure === undefined) return undefined;
  return {
    ...measure,
    comparison: comparisonFrom(configuration.comparisonOperator),
    threshold: configuration.threshold,
    evaluationPeriods: configuration.evaluationPeriods,
    datapointsToAlarm: configuration.datapointsToAlarm,
  };
}
