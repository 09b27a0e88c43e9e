import type { Source } from '../../alert/signal.ts';
import { alarmSignal } from '../alarm/alarm.ts';
import { readAlarmData } from '../alarm/configuration.ts';
import { isAwsEvent, readAwsEvent } from '../aws/event.ts';
import { accountFromArns, regionFromArns } from '../aws/region.ts';
import { isRecord } from '../leniency.ts';
import type { Format } from './format.ts';

/** The second tells of one time series of an alarm over several. */
const TYPES = ['CloudWatch Alarm State Change', 'CloudWatch Alarm Contributor State Change'];

/** Cheaply: is this an alarm's change of state, be it whole or not? */
export function isAlarmStateChange(value: unknown): boolean {
  return TYPES.some((type) => isAwsEvent(value, type));
}

/** Composite alarms' changes of state as EventBridge tells them. */
export const eventbridgeCompositeAlarm: Format = stateChange('cloudwatch-composite', isComposite);

/** Changes of state of metric, metric-math and anomaly-detection alarms as EventBridge tells them. */
export const eventbridgeAlarm: Format = stateChange('cloudwatch', () => true);

function stateChange(source: Source, takes: (value: unknown) => boolean): Format {
  return {
    source,
    recognise: (value) => isAlarmStateChange(value) && takes(value),
    toSignals(value, context) {
      const event = readAwsEvent(value);
      if (event === undefined) return undefined;
      const [alarmArn] = event.resources;
      const where = {
        account: event.account || accountFromArns(alarmArn, context.topic),
        region: event.region || regionFromArns(alarmArn, context.topic),
      };
      const alarm = readAlarmData(event.detail, where, event.time ?? context.sentAt);
      return alarm === undefined ? undefined : [alarmSignal(alarm, source, context)];
    },
  };
}

function isComposite(value: unknown): boolean {
  const detail = isRecord(value) ? value['detail'] : undefined;
  const configuration = isRecord(detail) ? detail['configuration'] : undefined;
  return isRecord(configuration) && 'alarmRule' in configuration;
}
