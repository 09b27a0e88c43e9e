import type { Link, Signal } from '../../alert/signal.ts';
import type { MessageContext } from '../formats/format.ts';
import { consoleLink, encoded } from './console.ts';
import { awsSignal } from './news.ts';

/** What an Auto Scaling group did to an instance, or tried to. */
export interface Activity {
  readonly verb: 'launch' | 'terminate';
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly at: number;
  readonly group: string;
  readonly instance: string | undefined;
  readonly reason: string | undefined;
  readonly cause: string | undefined;
  readonly hook: string | undefined;
  readonly transition: string | undefined;
}

/**
 * A group that could not launch or terminate an instance. It tries again and again, so this is told
 * once and ends an hour after the last try.
 */
export function activityFailure(
  { verb, group, instance, reason, cause, account, region, at }: Activity,
  context: MessageContext,
): Signal {
  const news = {
    source: 'aws-autoscaling',
    alertname: `Auto Scaling ${verb} failed`,
    account,
    region,
    at,
    identity: [['autoscaling_group', group]],
    summary: `Auto Scaling group ${group} can't ${verb} an instance${because(reason)}`,
    description: cause,
    annotations: [['instance', instance]],
    links: [groupLink(region, group)],
    defaultSeverity: 'warning',
  } as const;
  return awsSignal('occurrence', news, context);
}

/** An instance that waits for a lifecycle hook: the work of a program, which people may want to see. */
export function lifecycleWait(activity: Omit<Activity, 'verb'>, context: MessageContext): Signal {
  const { group, instance, hook, transition, account, region, at } = activity;
  const when = transition?.endsWith('TERMINATING') === true ? 'terminate' : 'launch';
  const news = {
    source: 'aws-autoscaling',
    alertname: 'Auto Scaling lifecycle hook',
    account,
    region,
    at,
    identity: [
      ['autoscaling_group', group],
      ['hook', hook],
      ['instance', instance],
    ],
    labels: [['transition', transition]],
    summary:
      `Auto Scaling group ${group} waits for hook ${hook ?? ''} ` +
      `to ${when} ${instance ?? 'an instance'}`,
    links: [groupLink(region, group)],
    defaultSeverity: 'info',
  } as const;
  return awsSignal('occurrence', news, context);
}

/** The console's page of a group. */
export function groupLink(region: string | undefined, group: string): Link | undefined {
  const page = `#AutoScalingGroupDetails:id=${encoded(group)};view=activity`;
  return consoleLink(region, 'ec2/home', page);
}

/** AWS writes `Launching a new EC2 instance.  Status Reason: …`: only the reason is news. */
function because(reason: string | undefined): string {
  const text = (reason ?? '').replace(/^.{0,200}?Status Reason:\s{0,4}/su, '').trim();
  return text === '' ? '' : `: ${text}`;
}
