import { fingerprint } from '../../alert/fingerprint.ts';
import type { Signal } from '../../alert/signal.ts';
import { arnName, parseArn } from '../aws/arn.ts';
import { topicConsoleLink } from '../aws/console.ts';
import { boundedAnnotations, boundedLabels } from '../bounds.ts';
import type { MessageContext } from '../formats/format.ts';
import { occurrenceSignal } from '../occurrence.ts';

/**
 * The signal of SNS's UnsubscribeConfirmation: somebody cut the line that alarms come through. It is
 * as bad as what the topic carries, and where the config does not say, an error: from here on silence
 * is no good news. The address that would subscribe again is left out on purpose: a chat's link preview would call it.
 */
export function subscriptionRemoved(topicArn: string, context: MessageContext): Signal {
  const arn = parseArn(topicArn);
  const name = arnName(topicArn);
  const alertname = 'SNSSubscriptionRemoved';
  const defaultSeverity = 'error';
  const link = topicConsoleLink(arn?.region ?? '', topicArn);
  const told = {
    source: 'text',
    fingerprint: fingerprint({ alertname, topic: topicArn }, 'sns'),
    labels: boundedLabels([
      ['alertname', alertname],
      ['account', arn?.account],
      ['region', arn?.region],
      ['severity', defaultSeverity],
      ['topic', name],
    ]),
    annotations: boundedAnnotations([
      [
        'summary',
        `Somebody removed the subscription to topic ${name}: its alarms no longer arrive`,
      ],
      [
        'description',
        `SNS confirms that this endpoint is no longer subscribed to ${topicArn}. ` +
          'If that was not meant, subscribe it again; until then nothing from this topic is seen. ' +
          'CloudTrail knows who did it, by the event Unsubscribe.',
      ],
    ]),
    links: link === undefined ? [] : [link],
    defaultSeverity,
  } as const;
  return occurrenceSignal(told, context.sentAt, context);
}
