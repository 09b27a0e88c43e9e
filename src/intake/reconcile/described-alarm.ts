import type {
  AlarmType,
  CompositeAlarm,
  LogAlarm,
  MetricAlarm,
  MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { configuredMeasure } from '../alarm/configured-measure.ts';
import type { Measure } from '../alarm/measure.ts';
import type { Alarm } from '../alarm/alarm.ts';
import { membersOfReason, membersText } from '../alarm/members.ts';
import type { MetricQuery } from '../alarm/metric-query.ts';
import { parseArn } from '../aws/arn.ts';

/** An alarm as CloudWatch describes it: its state, and whether and whom it would tell of it. */
export interface DescribedAlarm {
  readonly alarm: Alarm;
  readonly arn: string;
  readonly type: AlarmType;
  /** ARNs of what it does when it goes off, topics among them. */
  readonly actions: readonly string[];
  /** False when its actions are disabled, or suppressed by another alarm. */
  readonly mayTell: boolean;
  /** One alarm over several time series: each of them is told by itself. */
  readonly isOverSeveral: boolean;
}

/**
 * Reads what DescribeAlarms says of an alarm; undefined without a name, an ARN, a state or its time.
 * Of the two times the transition's is the one that notifications carry: `StateUpdatedTimestamp` also
 * moves when only the evaluation changes. Source: CloudWatch API Reference, MetricAlarm.
 */
export function describedMetricAlarm(given: MetricAlarm): DescribedAlarm | undefined {
  return described(given, 'MetricAlarm', {
    measure: measureFrom(given),
    isOverSeveral:
      given.EvaluationCriteria !== undefined || (given.Metrics ?? []).some(groupsTimeSeries),
  });
}

/** The same of a composite alarm. */
export function describedCompositeAlarm(given: CompositeAlarm): DescribedAlarm | undefined {
  return described(given, 'CompositeAlarm', {
    rule: given.AlarmRule,
    isSuppressed: given.ActionsSuppressedBy !== undefined,
  });
}

/** The same of an alarm over the results of log queries. */
export function describedLogAlarm(given: LogAlarm): DescribedAlarm | undefined {
  return described(given, 'LogAlarm', {});
}

interface Particulars {
  readonly measure?: Measure;
  readonly rule?: string | undefined;
  readonly isSuppressed?: boolean;
  readonly isOverSeveral?: boolean;
}

function described(
  given: MetricAlarm | CompositeAlarm | LogAlarm,
  type: AlarmType,
  { measure, rule, isSuppressed = false, isOverSeveral = false }: Particulars,
): DescribedAlarm | undefined {
  const { AlarmName: name, AlarmArn: arn, StateValue: state } = given;
  const changed = given.StateTransitionedTimestamp ?? given.StateUpdatedTimestamp;
  const place = parseArn(arn);
  if (!name || arn === undefined || place === undefined) return undefined;
  if (state === undefined || changed === undefined) return undefined;
  const alarm: Alarm = {
    name,
    account: place.account,
    region: place.region,
    state,
    reason: given.StateReason,
    reasonData: given.StateReasonData,
    description: given.AlarmDescription,
    changedAt: changed.getTime(),
    measure,
    rule,
    members: membersText(state, membersOfReason(given.StateReasonData)),
  };
  const mayTell = given.ActionsEnabled !== false && !isSuppressed;
  return { alarm, arn, type, actions: given.AlarmActions ?? [], mayTell, isOverSeveral };
}

function measureFrom(given: MetricAlarm): Measure {
  const queries = (given.Metrics ?? []).map(queryFrom);
  return configuredMeasure(given, queries, pairs(given.Dimensions));
}

function queryFrom({
  Id,
  Expression,
  Label,
  Period,
  ReturnData,
  MetricStat,
}: MetricDataQuery): MetricQuery {
  return {
    id: Id,
    expression: Expression,
    label: Label,
    namespace: MetricStat?.Metric?.Namespace,
    metric: MetricStat?.Metric?.MetricName,
    statistic: MetricStat?.Stat,
    unit: MetricStat?.Unit,
    period: Period ?? MetricStat?.Period,
    dimensions: pairs(MetricStat?.Metric?.Dimensions),
    returnsData: ReturnData === true,
  };
}

function pairs(dimensions: MetricAlarm['Dimensions']): Measure['dimensions'] {
  return (dimensions ?? []).flatMap(({ Name, Value }) =>
    Name === undefined || Value === undefined ? [] : [[Name, Value] as const],
  );
}

/** A Metrics Insights query with groups has a time series a group. */
function groupsTimeSeries({ Expression }: MetricDataQuery): boolean {
  return Expression !== undefined && /\bGROUP\s+BY\b/iu.test(Expression);
}
