import { ListTagsForResourceCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { alarmPlace, type AlarmPlace } from '../../alert/alarm-place.ts';
import { labelValue } from '../../alert/labels.ts';
import { parseSeverity, type Severity } from '../../alert/severity.ts';
import type { Signal } from '../../alert/signal.ts';
import { alarmFingerprint } from '../alarm/alarm.ts';
import { partitionOfRegion } from '../aws/partition.ts';

/** An alarm with tags. The time series of an alarm over several share its tags. */
export interface TaggedAlarm {
  readonly arn: string;
  /** Under which its tag is remembered: that of the whole alarm. */
  readonly fingerprint: string;
  readonly place: AlarmPlace;
}

/**
 * The alarm whose tag a signal could take its severity from; undefined for what is no CloudWatch
 * alarm, and for a signal that says by itself how bad it is.
 */
export function taggedAlarmOf(signal: Signal): TaggedAlarm | undefined {
  const place = signal.severity === undefined ? alarmPlace(signal) : undefined;
  const partition = place === undefined ? undefined : partitionOfRegion(place.region);
  if (place === undefined || partition === undefined) return undefined;
  const name = labelValue(signal.labels, 'alertname');
  const arn = `arn:${partition.name}:cloudwatch:${place.region}:${place.account}:alarm:${name}`;
  return { arn, fingerprint: alarmFingerprint({ ...place, name }), place };
}

/**
 * Reads the severity tag of an alarm; undefined when it has none, or one that is not on the ladder.
 * Source: CloudWatch API Reference, ListTagsForResource.
 */
export async function readSeverityTag(
  client: CloudWatchClient,
  arn: string,
  key: string,
  signal: AbortSignal,
): Promise<Severity | undefined> {
  const command = new ListTagsForResourceCommand({ ResourceARN: arn });
  const { Tags = [] } = await client.send(command, { abortSignal: signal });
  return parseSeverity(Tags.find(({ Key }) => Key === key)?.Value ?? '');
}
