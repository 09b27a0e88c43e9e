import type { AlarmType, CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Alert } from '../../alert/alert.ts';
import { labelValue } from '../../alert/labels.ts';
import { ALARM_TYPES, namesThatExist, type Listing } from './list-alarms.ts';

/**
 * Of the alerts that fire those whose alarm is gone: absent from a listing of which nothing is
 * missing, and when asked for by its name.
 *
 * Composite alarms have to be seen to be believed: without the permission for `*` they are not
 * returned, which must not look as if all had been deleted. (CloudWatch API Reference,
 * DescribeAlarms.) So that of one is gone only if others are there.
 */
export async function findDeleted(
  client: CloudWatchClient,
  { alarms, failures }: Listing,
  firing: readonly Alert[],
  abort: AbortSignal,
): Promise<readonly Alert[]> {
  if (failures.length > 0) return [];
  const listed = new Set(alarms.map(({ alarm }) => alarm.name));
  const showsComposites = alarms.some(({ type }) => type === 'CompositeAlarm');
  const missing = firing.filter(
    (alert) =>
      (showsComposites || !isComposite(alert)) &&
      !listed.has(labelValue(alert.labels, 'alertname')),
  );
  if (missing.length === 0) return [];
  const types = ALARM_TYPES.filter(isThere(alarms));
  const names = [...new Set(missing.map(({ labels }) => labelValue(labels, 'alertname')))];
  const existing = await namesThatExist(client, names, types, abort);
  return missing.filter(({ labels }) => !existing.has(labelValue(labels, 'alertname')));
}

/** What a function is handed may be of either kind: there only the rule tells. */
function isComposite({ source, annotations }: Alert): boolean {
  if (source === 'lambda-alarm') return annotations['rule'] !== undefined;
  return source === 'cloudwatch-composite';
}

/** A type that a region does not know must not be asked for: it would refuse the question. */
function isThere(alarms: Listing['alarms']): (type: AlarmType) => boolean {
  const types = new Set(alarms.map(({ type }) => type));
  return (type) => type !== 'LogAlarm' || types.has(type);
}
