import { z } from 'zod';
import { jsonService, operation, Refusal, type AwsService } from './service.ts';

const HERE = 'arn:aws:ecs:us-east-1:111122223333';

interface EcsDeployment {
  readonly id: string;
  readonly taskDefinition: string;
  rollout: 'COMPLETED' | 'IN_PROGRESS' | 'FAILED';
  reason?: string;
}

/** A service of ECS, as far as it matters what it runs, and how many tasks of that. */
export interface EcsService {
  desired: number;
  running: number;
  pending: number;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  scheduling: 'REPLICA' | 'DAEMON';
  controller: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';
  /** The newest first: that is what it is to run. */
  deployments: EcsDeployment[];
  /** The newest first. */
  readonly events: string[];
}

interface Ecs extends AwsService {
  /** By their names and their clusters': `shop/checkout`. */
  readonly services: Map<string, EcsService>;
  /** The images of task definitions by family and revision, and whether they are active. */
  readonly taskDefinitions: Map<string, { readonly image: string; isActive: boolean }>;
}

const describeServices = z.strictObject({
  cluster: z.string(),
  services: z.array(z.string()).min(1).max(10),
});
const updateService = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  desiredCount: z.int().min(0).optional(),
  taskDefinition: z.string().optional(),
});
const listTaskDefinitions = z.strictObject({
  familyPrefix: z.string(),
  status: z.literal('ACTIVE'),
  sort: z.literal('DESC'),
});
const describeTaskDefinition = z.strictObject({ taskDefinition: z.string() });
const listDeployments = z.strictObject({
  cluster: z.string(),
  service: z.string(),
  status: z.array(z.enum(['PENDING', 'IN_PROGRESS'])),
});
const stopDeployment = z.strictObject({
  serviceDeploymentArn: z.string(),
  stopType: z.literal('ROLLBACK'),
});

/**
 * @param note told of each effect
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Operations.html
 */
export function createEcs(note: (effect: string) => void): Ecs {
  const services = new Map<string, EcsService>();
  const taskDefinitions: Ecs['taskDefinitions'] = new Map();
  let deployed = 1;
  const ecs: Ecs = {
    services,
    taskDefinitions,
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
        UpdateService: operation(updateService, (input) => {
          const { cluster, service, desiredCount, taskDefinition } = input;
          const found = serviceOf(cluster, service);
          found.desired = desiredCount ?? found.desired;
          if (taskDefinition !== undefined) deploy(found, nameOf(taskDefinition));
          note('UpdateService');
          return { service: described(cluster, service) };
        }),
        ListTaskDefinitions: operation(listTaskDefinitions, ({ familyPrefix }) => {
          const names = [...taskDefinitions]
            .filter(([name, { isActive }]) => isActive && name.startsWith(`${familyPrefix}:`))
            .map(([name]) => name)
            .toSorted((a, b) => Number(b.split(':')[1]) - Number(a.split(':')[1]));
          return { taskDefinitionArns: names.map(taskDefinitionArn) };
        }),
        DescribeTaskDefinition: operation(describeTaskDefinition, ({ taskDefinition }) => {
          const name = nameOf(taskDefinition);
          const { image, isActive } = taskDefinitionOf(name);
          return {
            taskDefinition: {
              taskDefinitionArn: taskDefinitionArn(name),
              status: isActive ? 'ACTIVE' : 'INACTIVE',
              containerDefinitions: [{ name: 'app', image }],
            },
          };
        }),
        ListServiceDeployments: operation(listDeployments, ({ cluster, service }) => {
          const running = serviceOf(cluster, service).deployments.filter(
            ({ rollout }) => rollout === 'IN_PROGRESS',
          );
          const arn = `${HERE}:service-deployment/${cluster}/${service}`;
          return {
            serviceDeployments: running.map(({ id, rollout: status }) => {
              return { serviceDeploymentArn: `${arn}/${id.slice(8)}`, status };
            }),
          };
        }),
        StopServiceDeployment: operation(stopDeployment, ({ serviceDeploymentArn }) => {
          const [, cluster = '', service = ''] = serviceDeploymentArn.split('/');
          const found = serviceOf(cluster, service);
          const [, before] = found.deployments;
          if (before !== undefined) deploy(found, before.taskDefinition);
          note('StopServiceDeployment');
          return { serviceDeploymentArn };
        }),
      },
      () => {
        services.clear();
        services.set('shop/checkout', sampleService());
        taskDefinitions.clear();
        for (const revision of [39, 40, 41]) {
          const image = `111122223333.dkr.ecr.us-east-1.amazonaws.com/checkout:2.${revision}`;
          taskDefinitions.set(`checkout:${revision}`, { image, isActive: true });
        }
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

  function taskDefinitionOf(name: string) {
    const found = taskDefinitions.get(name);
    if (found !== undefined) return found;
    throw new Refusal('ClientException', 'Unable to describe task definition.');
  }

  /** To deploy what runs is to do nothing. */
  function deploy(service: EcsService, taskDefinition: string): void {
    if (!taskDefinitionOf(taskDefinition).isActive) {
      throw new Refusal('ClientException', 'TaskDefinition is inactive');
    }
    if (service.deployments[0]?.taskDefinition === taskDefinition) return;
    deployed += 1;
    const id = `ecs-svc/${deployed}`;
    service.deployments.unshift({ id, taskDefinition, rollout: 'IN_PROGRESS' });
  }

  function described(cluster: string, name: string) {
    const service = services.get(`${cluster}/${name}`) ?? sampleService();
    const { desired, running, pending, status, scheduling, controller, deployments, events } =
      service;
    return {
      serviceArn: arnOf(cluster, name),
      clusterArn: `${HERE}:cluster/${cluster}`,
      serviceName: name,
      status,
      schedulingStrategy: scheduling,
      desiredCount: desired,
      runningCount: running,
      pendingCount: pending,
      deploymentController: { type: controller },
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      taskDefinition: taskDefinitionArn(deployments[0]?.taskDefinition ?? ''),
      deployments: deployments.map(({ id, taskDefinition, rollout, reason }, index) => ({
        id,
        status: index === 0 ? 'PRIMARY' : 'ACTIVE',
        taskDefinition: taskDefinitionArn(taskDefinition),
        desiredCount: desired,
        runningCount: rollout === 'COMPLETED' ? running : 0,
        rolloutState: rollout,
        rolloutStateReason: reason,
      })),
      events: events.map((message, index) => ({ id: String(index), message })),
    };
  }
}

/** One that runs the newest task definition, and all of its tasks. */
export function sampleService(): EcsService {
  return {
    desired: 4,
    running: 4,
    pending: 0,
    status: 'ACTIVE',
    scheduling: 'REPLICA',
    controller: 'ECS',
    deployments: [{ id: 'ecs-svc/1', taskDefinition: 'checkout:41', rollout: 'COMPLETED' }],
    events: [],
  };
}

function arnOf(cluster: string, name: string): string {
  return `${HERE}:service/${cluster}/${name}`;
}

function taskDefinitionArn(name: string): string {
  return `${HERE}:task-definition/${name}`;
}

/** `checkout:41`. */
function nameOf(taskDefinition: string): string {
  return taskDefinition.split('/').at(-1) ?? '';
}
