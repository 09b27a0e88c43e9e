import {
  DescribeAlarmContributorsCommand,
  DescribeAlarmsCommand,
  type AlarmContributor,
  type AlarmType,
  type CloudWatchClient,
  type DescribeAlarmsCommandInput,
  type DescribeAlarmsCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import {
  describedCompositeAlarm,
  describedLogAlarm,
  describedMetricAlarm,
  type DescribedAlarm,
} from './described-alarm.ts';

/** What DescribeAlarms said of one account and region. */
export interface Listing {
  readonly alarms: readonly DescribedAlarm[];
  /** The types of which not all could be read, and why. */
  readonly failures: readonly { readonly type: AlarmType; readonly error: unknown }[];
}

export const ALARM_TYPES: readonly AlarmType[] = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'];

/** The most that one call gives. Source: CloudWatch API Reference, DescribeAlarms, MaxRecords. */
const PAGE = 100;

/**
 * All alarms of a client's account and region, type by type: what is refused for one (composite
 * alarms need the permission for `*`) does not hide the others. The SDK tries again what was
 * throttled, with growing pauses.
 */
export async function listAlarms(client: CloudWatchClient, signal: AbortSignal): Promise<Listing> {
  const alarms: DescribedAlarm[] = [];
  const failures: { type: AlarmType; error: unknown }[] = [];
  for (const type of ALARM_TYPES) {
    try {
      const input = { AlarmTypes: [type], MaxRecords: PAGE };
      for await (const page of pagesOf(client, input, signal)) alarms.push(...page);
    } catch (error) {
      if (type !== 'LogAlarm' || !isUnheardOf(error)) failures.push({ type, error });
    }
  }
  return { alarms, failures };
}

/** Which of some names alarms still have: a second look at those that a listing did not show. */
export async function namesThatExist(
  client: CloudWatchClient,
  names: readonly string[],
  types: readonly AlarmType[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let from = 0; from < names.length; from += PAGE) {
    const AlarmNames = names.slice(from, from + PAGE);
    const input = { AlarmNames, AlarmTypes: [...types], MaxRecords: PAGE };
    for await (const page of pagesOf(client, input, signal)) {
      for (const { alarm } of page) found.add(alarm.name);
    }
  }
  return found;
}

/** One alarm by its name; undefined when there is none. */
export async function describeAlarm(
  client: CloudWatchClient,
  name: string,
  signal: AbortSignal,
): Promise<DescribedAlarm | undefined> {
  const input: DescribeAlarmsCommandInput = {
    AlarmNames: [name],
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
  };
  for await (const [alarm] of pagesOf(client, input, signal)) if (alarm) return alarm;
  return undefined;
}

/** The time series of an alarm over several that are in alarm. */
export async function listContributors(
  client: CloudWatchClient,
  name: string,
  signal: AbortSignal,
): Promise<readonly AlarmContributor[]> {
  const contributors: AlarmContributor[] = [];
  let NextToken: string | undefined;
  do {
    const command = new DescribeAlarmContributorsCommand({ AlarmName: name, NextToken });
    const answer = await client.send(command, { abortSignal: signal });
    contributors.push(...(answer.AlarmContributors ?? []));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return contributors;
}

async function* pagesOf(
  client: CloudWatchClient,
  input: DescribeAlarmsCommandInput,
  signal: AbortSignal,
): AsyncGenerator<readonly DescribedAlarm[]> {
  let NextToken: string | undefined;
  do {
    const command = new DescribeAlarmsCommand({ ...input, NextToken });
    const answer = await client.send(command, { abortSignal: signal });
    yield alarmsOf(answer);
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
}

function alarmsOf(answer: DescribeAlarmsCommandOutput): readonly DescribedAlarm[] {
  return [
    ...(answer.MetricAlarms ?? []).map(describedMetricAlarm),
    ...(answer.CompositeAlarms ?? []).map(describedCompositeAlarm),
    ...(answer.LogAlarms ?? []).map(describedLogAlarm),
  ].filter((alarm) => alarm !== undefined);
}

/** A region that does not know this type yet has no alarms of it. */
function isUnheardOf(error: unknown): boolean {
  return error instanceof Error && /^(?:Validation|InvalidParameter)/u.test(error.name);
}
