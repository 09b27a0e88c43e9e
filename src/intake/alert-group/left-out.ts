import { fingerprint } from '../../alert/fingerprint.ts';
import type { Signal } from '../../alert/signal.ts';
import { boundedAnnotations, boundedLabels } from '../bounds.ts';
import type { MessageContext } from '../formats/format.ts';
import { occurrenceSignal } from '../occurrence.ts';
import type { AlertGroup } from './message.ts';

/** How many alerts of its group a message leaves out (`max_alerts` of the webhook), if any. */
export function alertsLeftOut({ truncatedAlerts = 0 }: AlertGroup): number | undefined {
  return truncatedAlerts > 0 ? truncatedAlerts : undefined;
}

/**
 * The signal that a message does not hold all alerts of its group: somebody must know that there are
 * more than anybody is told of. It has the group's labels, so that it goes where its alerts go.
 */
export function leftOutSignal(
  count: number,
  { receiver = '', groupKey = '', groupLabels, commonLabels }: AlertGroup,
  { source }: Pick<Signal, 'source'> & { readonly source: 'alertmanager' | 'grafana' },
  context: MessageContext,
): Signal {
  const alertname = 'AlertsLeftOut';
  const sender = source === 'grafana' ? 'Grafana' : 'Alertmanager';
  const alerts = count === 1 ? '1 alert' : `${count} alerts`;
  const told = {
    source,
    fingerprint: fingerprint({ alertname, receiver, groupKey }, source),
    labels: boundedLabels([
      ['alertname', alertname],
      ['severity', 'warning'],
      ['receiver', receiver],
      ...[...groupLabels, ...commonLabels].filter(([name]) => !name.startsWith('__')),
    ]),
    annotations: boundedAnnotations([
      ['summary', `${sender} left ${alerts} out of a message: nobody is told of them`],
      [
        'description',
        `The webhook of receiver ${receiver} sends no more alerts at once than its limit ` +
          '(max_alerts) allows. Raise it, or group by more labels.',
      ],
      ['group', groupKey],
    ]),
    links: [],
    defaultSeverity: 'warning',
  } as const;
  return occurrenceSignal(told, context.sentAt, {
    ...context,
    messageId: `${context.messageId}/left-out`,
  });
}
