import { fingerprint } from '../../alert/fingerprint.ts';
import { arnName } from '../aws/arn.ts';
import { isAwsEvent, readAwsEvent } from '../aws/event.ts';
import { accountFromArns, regionFromArns } from '../aws/region.ts';
import { boundedAnnotations, boundedLabels } from '../bounds.ts';
import { occurrenceSignal } from '../occurrence.ts';
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
    const [arn] = event.resources;
    const resource = arn === undefined ? undefined : arnName(arn);
    const identity = {
      alertname: event.detailType,
      account: event.account || (accountFromArns(arn, context.topic) ?? ''),
      region: event.region || (regionFromArns(arn, context.topic) ?? ''),
    };
    const more = event.resources.length - 1;
    const others = more > 0 ? ` and ${more} more` : '';
    const told = {
      source: 'eventbridge',
      fingerprint: fingerprint({ ...identity, event_source: event.source, resource: arn ?? '' }),
      labels: boundedLabels([
        ...Object.entries(identity),
        ['severity', 'info'],
        ['event_source', event.source],
        ['resource', resource],
      ]),
      annotations: boundedAnnotations([
        [
          'summary',
          resource === undefined
            ? `${event.detailType} (${event.source})`
            : `${event.detailType}: ${resource}${others}`,
        ],
        ['description', detailText(event.detail)],
      ]),
      links: [],
      defaultSeverity: 'info',
    } as const;
    return [occurrenceSignal(told, event.time ?? context.sentAt, context)];
  },
};

function detailText(detail: unknown): string | undefined {
  return detail === undefined ? undefined : JSON.stringify(detail, null, 2);
}
