import { z } from 'zod';
import { alarmSignal } from '../alarm/alarm.ts';
import { readAlarmData } from '../alarm/configuration.ts';
import { accountFromArns, regionFromArns } from '../aws/region.ts';
import { anyText, isRecord, anything } from '../leniency.ts';
import { parseTime } from '../time.ts';
import type { Format } from './format.ts';

const payloadSchema = z.object({
  alarmArn: anyText,
  accountId: anyText,
  region: anyText,
  time: anything,
  alarmData: anything,
});

/**
 * What CloudWatch hands to a Lambda function that is an alarm's action, of metric and composite
 * alarms alike. Source: CloudWatch User Guide, "Invoke a Lambda function from an alarm".
 */
export const lambdaAlarm: Format = {
  source: 'lambda-alarm',
  recognise: (value) => isRecord(value) && isRecord(value['alarmData']),
  toSignals(value, context) {
    const payload = payloadSchema.safeParse(value);
    if (!payload.success) return undefined;
    const { alarmArn, accountId, region, time, alarmData } = payload.data;
    const where = {
      account: accountId || accountFromArns(alarmArn, context.topic),
      region: region || regionFromArns(alarmArn, context.topic),
    };
    const alarm = readAlarmData(alarmData, where, parseTime(time) ?? context.sentAt);
    return alarm === undefined ? undefined : [alarmSignal(alarm, 'lambda-alarm', context)];
  },
};
