import { fingerprint } from '../../alert/fingerprint.ts';
import type { Signal } from '../../alert/signal.ts';
import { boundedAnnotations, boundedLabels } from '../bounds.ts';
import type { MessageContext } from '../formats/format.ts';
import { occurrenceSignal } from '../occurrence.ts';
import type { AlertGroup } from './message.ts';

/** How many alerts of a group nobody is told of. */
export interface LeftOut {
  /** The message does not hold them (`max_alerts` of the webhook). */
  readonly truncated: number;
  /** They are in it without labels that say which they are. */
  readonly unreadable: number;
}

/** Undefined where there is none. */
export function alertsLeftOut(
  { truncatedAlerts = 0 }: AlertGroup,
  unreadable: number,
): LeftOut | undefined {
  const truncated = Math.max(truncatedAlerts, 0);
  return truncated + unreadable > 0 ? { truncated, unreadable } : undefined;
}

/**
 * The signal that not all alerts of a group were told: somebody must know that there are more than
 * anybody is told of. It has the group's labels, so that it goes where its alerts go.
 */
export function leftOutSignal(
  { truncated, unreadable }: LeftOut,
  { receiver = '', groupKey = '', groupLabels, commonLabels }: AlertGroup,
  { source }: Pick<Signal, 'source'> & { readonly source: 'alertmanager' | 'grafana' },
  context: MessageContext,
): Signal {
  const alertname = 'AlertsLeftOut';
  const sender = source === 'grafana' ? 'Grafana' : 'Alertmanager';
  const happened = [
    ...(truncated > 0 ? [`left ${alertsText(truncated)} out of a message`] : []),
    ...(unreadable > 0 ? [`sent ${alertsText(unreadable)} without readable labels`] : []),
  ].join(' and ');
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
      ['summary', `${sender} ${happened}: nobody is told of them`],
      [
        'description',
        truncated > 0
          ? `The webhook of receiver ${receiver} sends no more alerts at once than its limit ` +
            '(max_alerts) allows. Raise it, or group by more labels.'
          : undefined,
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

function alertsText(count: number): string {
  return count === 1 ? '1 alert' : `${count} alerts`;
}
