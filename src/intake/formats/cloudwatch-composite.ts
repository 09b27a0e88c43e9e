import { z } from 'zod';
import { alarmSignal } from '../alarm/alarm.ts';
import { memberOfWords, membersOfSns, membersText } from '../alarm/members.ts';
import { anyText, isRecord, anything } from '../leniency.ts';
import { readSnsAlarm } from './cloudwatch.ts';
import type { Format } from './format.ts';

const compositeSchema = z.object({ AlarmRule: anyText, TriggeringChildren: anything });

/** Composite alarms as CloudWatch sends them through SNS: a rule over other alarms, and no metric. */
export const cloudwatchComposite: Format = {
  source: 'cloudwatch-composite',
  recognise: (value) => isRecord(value) && 'AlarmName' in value && 'AlarmRule' in value,
  toSignals(value, context) {
    const alarm = readSnsAlarm(value, context);
    const composite = compositeSchema.safeParse(value);
    if (alarm === undefined || !composite.success) return undefined;
    const members =
      membersText(alarm.state, membersOfSns(composite.data.TriggeringChildren)) ??
      membersText(alarm.state, memberOfWords(alarm.reason));
    const { AlarmRule: rule } = composite.data;
    return [alarmSignal({ ...alarm, rule, members }, 'cloudwatch-composite', context)];
  },
};
