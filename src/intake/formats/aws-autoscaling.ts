import type { Signal } from '../../alert/signal.ts';
import { activityFailure, groupLink, lifecycleWait, type Activity } from '../aws/autoscaling.ts';
import { circumstances, type AwsEvent } from '../aws/event.ts';
import { awsSignal } from '../aws/news.ts';
import { accountFromArns, regionFromArns } from '../aws/region.ts';
import { anyRecord, anyText, isRecord } from '../leniency.ts';
import { parseTime } from '../time.ts';
import { serviceFormat } from './aws-service.ts';
import type { Format, MessageContext } from './format.ts';

const detailSchema = anyRecord({
  AccountId: anyText,
  AutoScalingGroupName: anyText,
  AutoScalingGroupARN: anyText,
  EC2InstanceId: anyText,
  StatusMessage: anyText,
  Description: anyText,
  Cause: anyText,
  LifecycleHookName: anyText,
  LifecycleTransition: anyText,
  InstanceRefreshId: anyText,
  Event: anyText,
  Time: anyText,
});

/**
 * Events of Amazon EC2 Auto Scaling. An instance that was launched, terminated or detached opens
 * nothing, and closes nothing either: it does not say that the next one can be.
 *
 * Source: Amazon EC2 Auto Scaling User Guide, "Amazon EC2 Auto Scaling event reference".
 */
export const awsAutoscaling: Format = serviceFormat('aws-autoscaling', 'aws.autoscaling', {
  'EC2 Instance Launch Successful': () => [],
  'EC2 Instance Terminate Successful': () => [],
  'EC2 Instance Detach Successful': () => [],
  'EC2 Instance Launch Unsuccessful': (event, context) => failed('launch', event, context),
  'EC2 Instance Terminate Unsuccessful': (event, context) => failed('terminate', event, context),
  'EC2 Instance-launch Lifecycle Action': lifecycle,
  'EC2 Instance-terminate Lifecycle Action': lifecycle,
  'EC2 Auto Scaling Instance Refresh Started': () => [],
  'EC2 Auto Scaling Instance Refresh Checkpoint Reached': () => [],
  'EC2 Auto Scaling Instance Refresh Started Baking': () => [],
  'EC2 Auto Scaling Instance Refresh Cancelled': () => [],
  'EC2 Auto Scaling Instance Refresh Succeeded': refresh('resolved', 'succeeded'),
  'EC2 Auto Scaling Instance Refresh Failed': refresh('firing', 'failed'),
  'EC2 Auto Scaling Instance Refresh Rollback Started': refresh('firing', 'is rolled back'),
  'EC2 Auto Scaling Instance Refresh Rollback Failed': refresh('firing', 'can not be rolled back'),
  // The instances are the old ones again; what was to replace them has still failed.
  'EC2 Auto Scaling Instance Refresh Rollback Succeeded': () => [],
});

function failed(
  verb: Activity['verb'],
  event: AwsEvent,
  context: MessageContext,
): readonly Signal[] | undefined {
  const activity = activityOf(event, context);
  return activity && [activityFailure({ ...activity, verb }, context)];
}

function lifecycle(event: AwsEvent, context: MessageContext): readonly Signal[] | undefined {
  const activity = activityOf(event, context);
  return activity && [lifecycleWait(activity, context)];
}

function activityOf(event: AwsEvent, context: MessageContext) {
  return toldOf(event.detail, circumstances(event, context));
}

/** What an event and a notification tell alike. */
function toldOf(value: unknown, where: Pick<Activity, 'account' | 'region' | 'at'>) {
  const told = detailSchema.parse(value);
  const { AutoScalingGroupName: group } = told;
  if (group === undefined || group === '') return undefined;
  return {
    ...where,
    group,
    instance: told.EC2InstanceId,
    reason: told.StatusMessage || told.Description,
    cause: told.Cause,
    hook: told.LifecycleHookName,
    transition: told.LifecycleTransition,
  };
}

function refresh(status: 'firing' | 'resolved', words: string) {
  return (event: AwsEvent, context: MessageContext): readonly Signal[] | undefined => {
    const activity = activityOf(event, context);
    if (activity === undefined) return undefined;
    const { group, account, region, at } = activity;
    const news = {
      source: 'aws-autoscaling',
      alertname: 'Instance refresh failed',
      account,
      region,
      at,
      identity: [['autoscaling_group', group]],
      summary: `The instance refresh of Auto Scaling group ${group} ${words}`,
      description: activity.reason,
      links: [groupLink(region, group)],
      defaultSeverity: 'warning',
    } as const;
    return [awsSignal(status, news, context)];
  };
}

/** Went well, or only tries whether the topic can be reached. */
const QUIET = new Set(
  ['EC2_INSTANCE_LAUNCH', 'EC2_INSTANCE_TERMINATE', 'TEST_NOTIFICATION'].map(
    (name) => `autoscaling:${name}`,
  ),
);

/**
 * The same news as Auto Scaling publishes it to a topic itself. Source: the same guide, "Amazon SNS
 * notification options for Amazon EC2 Auto Scaling" and, for hooks, "Configure a notification target".
 */
export const awsAutoscalingNotification: Format = {
  source: 'aws-autoscaling',
  recognise: (value) =>
    isRecord(value) &&
    'AutoScalingGroupName' in value &&
    [value['Event'], value['LifecycleTransition']].some(
      (name) => typeof name === 'string' && name.startsWith('autoscaling:'),
    ),
  toSignals(value, context) {
    const told = detailSchema.parse(value);
    const arns = [told.AutoScalingGroupARN, context.topic];
    const activity = toldOf(value, {
      account: told.AccountId || accountFromArns(...arns),
      region: regionFromArns(...arns),
      at: parseTime(told.Time) ?? context.sentAt,
    });
    if (activity === undefined) return undefined;
    switch (told.Event) {
      case 'autoscaling:EC2_INSTANCE_LAUNCH_ERROR':
        return [activityFailure({ ...activity, verb: 'launch' }, context)];
      case 'autoscaling:EC2_INSTANCE_TERMINATE_ERROR':
        return [activityFailure({ ...activity, verb: 'terminate' }, context)];
      case undefined:
        return [lifecycleWait(activity, context)];
      default:
        return QUIET.has(told.Event) ? [] : undefined;
    }
  },
};
