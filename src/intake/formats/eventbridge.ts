import { isAwsEvent, readAwsEvent } from '../aws/event.ts';
import { plainEvent } from '../aws/plain-event.ts';
import { runSignals } from '../aws/runs.ts';
import { isAlarmStateChange } from './eventbridge-alarm.ts';
import type { Format } from './format.ts';

/** Nobody's concern: what it changed tells of itself when its state changes. */
const OPENS_NOTHING = 'CloudWatch Alarm Configuration Change';

/** Events of Amazon EventBridge that no other format knows. */
export const eventbridge: Format = {
  source: 'eventbridge',
  // An alarm that could not be read is worth more than an event's "info": it is left to the text.
  recognise: (value) => isAwsEvent(value) && !isAlarmStateChange(value),
  toSignals(value, context) {
    const event = readAwsEvent(value);
    if (event === undefined) return undefined;
    if (event.detailType === OPENS_NOTHING) return [];
    return runSignals(event, 'eventbridge', context) ?? [plainEvent(event, 'eventbridge', context)];
  },
};
