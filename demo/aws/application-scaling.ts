import { z } from 'zod';
import { jsonService, operation, type AwsService } from './service.ts';

/** Between how many tasks a service is kept. */
interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly isSuspended: boolean;
}

interface ApplicationScaling extends AwsService {
  /** By `service/cluster/name`. */
  readonly targets: Map<string, Bounds>;
}

const describeTargets = z.strictObject({
  ServiceNamespace: z.literal('ecs'),
  ScalableDimension: z.literal('ecs:service:DesiredCount'),
  ResourceIds: z.array(z.string()).max(50),
});

/** @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
export function createApplicationScaling(): ApplicationScaling {
  const targets = new Map<string, Bounds>();
  const service: ApplicationScaling = {
    targets,
    ...jsonService(
      'AnyScaleFrontendService',
      {
        DescribeScalableTargets: operation(describeTargets, (input) => {
          const { ResourceIds, ServiceNamespace, ScalableDimension } = input;
          const found = ResourceIds.flatMap((id) => {
            const bounds = targets.get(id);
            return bounds === undefined ? [] : [{ ResourceId: id, ...asTold(bounds) }];
          });
          const kind = { ServiceNamespace, ScalableDimension, CreationTime: 1_767_225_600 };
          return { ScalableTargets: found.map((one) => ({ ...one, ...kind })) };
        }),
      },
      () => {
        targets.clear();
        targets.set('service/shop/checkout', { least: 2, most: 10, isSuspended: false });
      },
    ),
  };
  service.clear();
  return service;
}

function asTold({ least, most, isSuspended }: Bounds) {
  return {
    MinCapacity: least,
    MaxCapacity: most,
    SuspendedState: {
      DynamicScalingInSuspended: isSuspended,
      DynamicScalingOutSuspended: isSuspended,
      ScheduledScalingSuspended: isSuspended,
    },
  };
}
