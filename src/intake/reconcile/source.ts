import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { AlarmPlace } from '../../alert/alarm-place.ts';
import type { Labels } from '../../alert/labels.ts';
import { compareSeverity, type Severity } from '../../alert/severity.ts';
import type { DescribedAlarm } from './described-alarm.ts';

/** One account and region whose alarms are read back. */
export interface Source {
  readonly region: string;
  /** That of its role; undefined for the bot's own account, which its alarms tell. */
  readonly account?: string;
  readonly client: CloudWatchClient;
  /** Which alarms may begin to alert although none of their actions is a topic of ours. */
  readonly includes?: (labels: Labels) => boolean;
}

/** The configured SNS topics by ARN, with the severity each gives to what comes through it. */
export type Topics = ReadonlyMap<string, Severity | undefined>;

/** The source that knows the alarms of a place: one with a role there before the bot's own account. */
export function sourceFor(sources: readonly Source[], place: AlarmPlace): Source | undefined {
  const there = sources.filter(({ region }) => region === place.region);
  return (
    there.find(({ account }) => account === place.account) ??
    there.find(({ account }) => account === undefined)
  );
}

/** The topic of ours through which an alarm tells that it goes off; of several the worst. */
export function topicOf({ actions }: DescribedAlarm, topics: Topics): string | undefined {
  return actions
    .filter((action) => topics.has(action))
    .toSorted((a, b) => compareSeverity(topics.get(a) ?? 'info', topics.get(b) ?? 'info'))[0];
}
