import { z } from 'zod';
import { jsonService, operation, Refusal, type AwsService } from './service.ts';

const HERE = 'arn:aws:ecs:us-east-1:111122223333';

/** A service of ECS, as far as it matters how many tasks it runs. */
export interface EcsService {
  desired: number;
  running: number;
  pending: number;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  scheduling: 'REPLICA' | 'DAEMON';
  /** The newest first. */
  readonly events: string[];
}

interface Ecs extends AwsService {
  /** By their names and their clusters': `shop/checkout`. */
  readonly services: Map<string, EcsService>;
}

const describeServices = z.strictObject({
  cluster: z.string(),
  services: z.array(z.string()).min(1).max(10),
});
const updateService = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  desiredCount: z.int().min(0),
});

/**
 * @param note told of each effect
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Operations.html
 */
export function createEcs(note: (effect: string) => void): Ecs {
  const services = new Map<string, EcsService>();
  const ecs: Ecs = {
    services,
    ...jsonService(
      'AmazonEC2ContainerServiceV20141113',
      {
        DescribeServices: operation(describeServices, ({ cluster, services: names }) => {
          const found = names.filter((name) => services.has(`${cluster}/${name}`));
          const missing = names.filter((name) => !found.includes(name));
          return {
            services: found.map((name) => described(cluster, name)),
            failures: missing.map((name) => ({ arn: arnOf(cluster, name), reason: 'MISSING' })),
          };
        }),
        UpdateService: operation(updateService, ({ cluster, service, desiredCount }) => {
          serviceOf(cluster, service).desired = desiredCount;
          note('UpdateService');
          return { service: described(cluster, service) };
        }),
      },
      () => {
        services.clear();
        services.set('shop/checkout', fresh());
      },
    ),
  };
  ecs.clear();
  return ecs;

  function serviceOf(cluster: string, name: string): EcsService {
    const found = services.get(`${cluster}/${name}`);
    if (found === undefined) throw new Refusal('ServiceNotFoundException', 'Service not found.');
    if (found.status === 'ACTIVE') return found;
    throw new Refusal('ServiceNotActiveException', 'Service was not ACTIVE.');
  }

  function described(cluster: string, name: string) {
    const { desired, running, pending, status, scheduling, events } =
      services.get(`${cluster}/${name}`) ?? fresh();
    return {
      serviceArn: arnOf(cluster, name),
      clusterArn: `${HERE}:cluster/${cluster}`,
      serviceName: name,
      status,
      schedulingStrategy: scheduling,
      desiredCount: desired,
      runningCount: running,
      pendingCount: pending,
      deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', desiredCount: desired }],
      events: events.map((message, index) => ({ id: String(index), message })),
    };
  }
}

function fresh(): EcsService {
  return {
    desired: 4,
    running: 4,
    pending: 0,
    status: 'ACTIVE',
    scheduling: 'REPLICA',
    events: [],
  };
}

function arnOf(cluster: string, name: string): string {
  return `${HERE}:service/${cluster}/${name}`;
}
