import {
  DescribeScalableTargetsCommand,
  type ApplicationAutoScalingClient,
} from '@aws-sdk/client-application-auto-scaling';
import type { Service } from '@aws-sdk/client-ecs';
import { arnName } from '../../../intake/aws/arn.ts';
import { failureOf } from '../aws/aws-failure.ts';

/** Between how many tasks a service is kept by Application Auto Scaling. */
export type Scaling =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'bounds';
      readonly least: number;
      readonly most: number;
      readonly isSuspended: boolean;
    }
  | { readonly kind: 'unread'; readonly why: string };

/** Reads it, where that is allowed: it says more of a change, and is not needed for it. */
export async function scalingOf(
  client: ApplicationAutoScalingClient,
  { clusterArn = '', serviceArn = '' }: Service,
  signal: AbortSignal,
): Promise<Scaling> {
  const command = new DescribeScalableTargetsCommand({
    ServiceNamespace: 'ecs',
    ScalableDimension: 'ecs:service:DesiredCount',
    ResourceIds: [`service/${arnName(clusterArn)}/${arnName(serviceArn)}`],
  });
  try {
    const { ScalableTargets: [target] = [] } = await client.send(command, { abortSignal: signal });
    if (target === undefined) return { kind: 'none' };
    const { MinCapacity: least = 0, MaxCapacity: most = 0, SuspendedState: suspended } = target;
    const isSuspended =
      suspended?.DynamicScalingInSuspended === true &&
      suspended.DynamicScalingOutSuspended === true;
    return { kind: 'bounds', least, most, isSuspended };
  } catch (error) {
    const permission = 'application-autoscaling:DescribeScalableTargets';
    return { kind: 'unread', why: failureOf(error, permission, undefined).what };
  }
}
