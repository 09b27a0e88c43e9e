import { z } from 'zod';
import { formOperation, queryService } from './query-service.ts';
import { Refusal, type AwsService } from './service.ts';

/** A group of instances. */
export interface ScalingGroup {
  desired: number;
  least: number;
  most: number;
  /** Processes that were suspended. */
  suspended: readonly string[];
  /** Its instances' states, such as `InService` and `Pending`. */
  instances: readonly string[];
  isProtected: boolean;
  isCoolingDown: boolean;
  /** Set while it is being deleted. */
  status: string | undefined;
}

interface AutoScaling extends AwsService {
  readonly groups: Map<string, ScalingGroup>;
}

const describeGroups = z.strictObject({ 'AutoScalingGroupNames.member.1': z.string() });
const setCapacity = z.strictObject({
  AutoScalingGroupName: z.string(),
  DesiredCapacity: z.coerce.number().int().min(0),
  HonorCooldown: z.enum(['true', 'false']),
});

/**
 * @param note told of each effect
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Operations.html
 */
export function createAutoScaling(note: (effect: string) => void): AutoScaling {
  const groups = new Map<string, ScalingGroup>();
  const service: AutoScaling = {
    groups,
    ...queryService(
      '2011-01-01',
      {
        DescribeAutoScalingGroups: formOperation(describeGroups, (input) => {
          const name = input['AutoScalingGroupNames.member.1'];
          const group = groups.get(name);
          return { AutoScalingGroups: group === undefined ? [] : [described(name, group)] };
        }),
        SetDesiredCapacity: formOperation(setCapacity, (input) => {
          const { AutoScalingGroupName: name, DesiredCapacity: desired } = input;
          const group = groups.get(name);
          if (group === undefined) {
            throw new Refusal('ValidationError', 'AutoScalingGroup name not found');
          }
          if (desired > group.most || desired < group.least) {
            const which = desired > group.most ? 'above max' : 'below min';
            throw new Refusal(
              'ValidationError',
              `New SetDesiredCapacity value ${desired} is ${which} value for the AutoScalingGroup.`,
            );
          }
          if (group.isCoolingDown && input.HonorCooldown === 'true') {
            const what = 'Scaling activity was not initiated because the cooldown is not over.';
            throw new Refusal('ScalingActivityInProgress', what);
          }
          group.desired = desired;
          note('SetDesiredCapacity');
          return undefined;
        }),
      },
      () => {
        groups.clear();
        groups.set('web', fresh());
      },
    ),
  };
  service.clear();
  return service;
}

function fresh(): ScalingGroup {
  return {
    desired: 4,
    least: 2,
    most: 10,
    suspended: [],
    instances: ['InService', 'InService', 'InService', 'InService'],
    isProtected: false,
    isCoolingDown: false,
    status: undefined,
  };
}

function described(name: string, group: ScalingGroup) {
  return {
    AutoScalingGroupName: name,
    AutoScalingGroupARN: `arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:1:autoScalingGroupName/${name}`,
    MinSize: group.least,
    MaxSize: group.most,
    DesiredCapacity: group.desired,
    DefaultCooldown: 300,
    HealthCheckType: 'EC2',
    CreatedTime: '2026-01-01T00:00:00Z',
    AvailabilityZones: ['us-east-1a'],
    Status: group.status,
    SuspendedProcesses: group.suspended.map((ProcessName) => ({
      ProcessName,
      SuspensionReason: 'User suspended',
    })),
    Instances: group.instances.map((LifecycleState, index) => ({
      InstanceId: `i-${index}`,
      AvailabilityZone: 'us-east-1a',
      LifecycleState,
      HealthStatus: 'Healthy',
      ProtectedFromScaleIn: group.isProtected,
    })),
  };
}
