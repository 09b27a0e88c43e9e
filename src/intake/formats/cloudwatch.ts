import { alarmSignal, isAlarmState, type Alarm } from '../alarm/alarm.ts';
import { readTrigger } from '../alarm/trigger.ts';
import { accountFromArns, regionFromArns, regionFromName } from '../aws/region.ts';
import { isRecord, readText, readTexts } from '../leniency.ts';
import { parseTime } from '../time.ts';
import type { Format, MessageContext } from './format.ts';

/**
 * What metric and composite alarms have in common when they come through SNS; undefined when the
 * name or the state is missing. Source: CloudWatch User Guide, "Notify users on alarm changes".
 *
 * Field by field and without a schema: it is read of every message, and a schema of parts that never
 * fail takes several times as long.
 */
export function readSnsAlarm(value: unknown, context: MessageContext): Alarm | undefined {
  if (!isRecord(value)) return undefined;
  const { AlarmName: name, NewStateValue: state } = value;
  if (typeof name !== 'string' || name === '' || !isAlarmState(state)) return undefined;
  const arn = readText(value['AlarmArn']);
  const regionName = readText(value['Region']);
  const contributor = readText(value['AlarmContributorId']);
  return {
    name,
    account: readText(value['AWSAccountId']) || accountFromArns(arn, context.topic),
    region:
      regionFromArns(arn, context.topic) ??
      (regionName === undefined ? undefined : regionFromName(regionName)),
    state,
    reason: readText(value['NewStateReason']),
    reasonData: value['NewStateReasonData'],
    description: readText(value['AlarmDescription']),
    changedAt: parseTime(value['StateChangeTime']) ?? context.sentAt,
    measure: readTrigger(value['Trigger']),
    contributor:
      contributor === undefined
        ? undefined
        : { id: contributor, attributes: readTexts(value['AlarmContributorAttributes']) },
  };
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
