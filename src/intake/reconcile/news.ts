import type { Alert } from '../../alert/alert.ts';
import type { Signal } from '../../alert/signal.ts';
import { alarmFingerprint, alarmSignal, type Alarm } from '../alarm/alarm.ts';
import type { DescribedAlarm } from './described-alarm.ts';
import { isTest } from './test-mark.ts';

/**
 * What CloudWatch knows of an alarm and the bot does not: the signal of a notification that was lost.
 * Undefined when there is nothing to heal.
 *
 * @param known what the bot knows of it; undefined when it never heard of it
 * @param isOurs whether an alarm that never notified us may begin to
 */
export function newsOf(
  described: DescribedAlarm,
  known: Alert | undefined,
  isOurs: boolean,
): Signal | undefined {
  const { alarm, type, mayTell } = described;
  if (known === undefined && !isOurs) return undefined;
  if (known !== undefined && alarm.changedAt < known.changedAt) return undefined;
  // What a person said is over is no loss.
  if (known?.closed !== undefined && alarm.changedAt <= known.changedAt) return undefined;
  const fires = known !== undefined && known.endsAt === undefined;
  const isNews = alarm.state === 'ALARM' ? !fires && mayTell && !isTest(alarm) : fires;
  if (!isNews) return undefined;
  const source = type === 'CompositeAlarm' ? 'cloudwatch-composite' : 'cloudwatch';
  const signal = alarmSignal(alarm, source, {
    messageId: messageId(alarm),
    receivedAt: alarm.changedAt,
    sentAt: alarm.changedAt,
  });
  // Where neither topic nor rule says how bad it is, it is as bad as it was.
  return known === undefined ? signal : { ...signal, defaultSeverity: known.severity };
}

/** The same for all replicas and however often it is read. */
function messageId(alarm: Alarm): string {
  return `reconcile:${alarmFingerprint(alarm)}:${alarm.state}:${alarm.changedAt}`;
}

/**
 * The end of an alert whose alarm, or time series, CloudWatch does not list any more.
 *
 * @param at when the list was asked for, epoch milliseconds
 * @param why in words for people
 */
export function endSignal(alert: Alert, at: number, why: string): Signal {
  const { fingerprint, source, nature, labels, annotations, links, startsAt } = alert;
  return {
    id: `reconcile:${fingerprint}:ended:${alert.changedAt}`,
    source,
    nature,
    status: 'resolved',
    fingerprint,
    labels,
    annotations: { ...annotations, summary: why, reason: why },
    links,
    defaultSeverity: alert.severity,
    startsAt,
    changedAt: at,
    resends: false,
  };
}
