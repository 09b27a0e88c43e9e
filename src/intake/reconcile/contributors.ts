import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { DescribedAlarm } from './described-alarm.ts';
import { listContributors } from './list-alarms.ts';

/**
 * The time series of an alarm that are in alarm, as alarms: CloudWatch calls them contributors and
 * notifies of each. Source: CloudWatch API Reference, DescribeAlarmContributors.
 */
export async function contributorsOf(
  client: CloudWatchClient,
  described: DescribedAlarm,
  abort: AbortSignal,
): Promise<readonly DescribedAlarm[]> {
  const { alarm } = described;
  const contributors = await listContributors(client, alarm.name, abort);
  return contributors.flatMap((one): DescribedAlarm[] => {
    if (one.ContributorId === undefined) return [];
    const contributor = {
      id: one.ContributorId,
      attributes: Object.entries(one.ContributorAttributes ?? {}),
    };
    const changedAt = one.StateTransitionedTimestamp?.getTime() ?? alarm.changedAt;
    const reason = one.StateReason ?? alarm.reason;
    return [{ ...described, alarm: { ...alarm, reason, changedAt, contributor } }];
  });
}
