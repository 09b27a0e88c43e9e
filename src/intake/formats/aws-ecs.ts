import type { Severity } from '../../alert/severity.ts';
import type { Signal } from '../../alert/signal.ts';
import { arnName } from '../aws/arn.ts';
import { consoleLink, encoded } from '../aws/console.ts';
import { containerInstanceSignals } from '../aws/ecs-container-instance.ts';
import { taskSignals } from '../aws/ecs-task.ts';
import { deploymentState } from '../aws/deployments.ts';
import { circumstances, type AwsEvent } from '../aws/event.ts';
import { awsSignal } from '../aws/news.ts';
import { anyRecord, anyText } from '../leniency.ts';
import { serviceFormat } from './aws-service.ts';
import type { Format, MessageContext } from './format.ts';

/** Events of Amazon ECS. Source: Amazon ECS Developer Guide, "Amazon ECS events". */
export const awsEcs: Format = serviceFormat('aws-ecs', 'aws.ecs', {
  'ECS Service Action': serviceSignals,
  'ECS Deployment State Change': serviceSignals,
  'ECS Task State Change': taskSignals,
  'ECS Container Instance State Change': containerInstanceSignals,
});

const detailSchema = anyRecord({
  eventType: anyText,
  eventName: anyText,
  clusterArn: anyText,
  deploymentId: anyText,
  reason: anyText,
});

/** By the event's type. */
const SEVERITIES: ReadonlyMap<string, Severity> = new Map([
  ['ERROR', 'error'],
  ['WARN', 'warning'],
  ['INFO', 'info'],
]);

/** What a service can't do, by the event's name: the words after `ECS service web`. */
const IMPAIRMENTS: Readonly<Record<string, string>> = {
  SERVICE_TASK_START_IMPAIRED: "can't keep its tasks running",
  SERVICE_TASK_PLACEMENT_FAILURE: "can't place a task",
  SERVICE_TASK_CONFIGURATION_FAILURE: "can't start a task as it is configured",
  SERVICE_DISCOVERY_INSTANCE_UNHEALTHY: 'has an unhealthy task in service discovery',
  VPC_LATTICE_TARGET_UNHEALTHY: 'has an unhealthy task behind VPC Lattice',
  SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED: 'runs a daemon task against its placement rules',
  ECS_OPERATION_THROTTLED: 'is slowed down: too many calls of the ECS API',
  SERVICE_DISCOVERY_OPERATION_THROTTLED: 'is slowed down: too many calls of the Cloud Map API',
  SERVICE_HEALTH_UNKNOWN: "can't tell whether its tasks are healthy",
};

/** Why a task can't be placed. Source: the same guide, "API failure reasons". */
const PLACEMENT_REASONS: Readonly<Record<string, string>> = {
  'RESOURCE:CPU': 'not enough CPU',
  'RESOURCE:MEMORY': 'not enough memory',
  'RESOURCE:PORTS': 'the ports it needs are taken',
  'RESOURCE:PORTS_UDP': 'the ports it needs are taken',
  'RESOURCE:ENI': 'no network interface is free',
  'RESOURCE:GPU': 'not enough GPUs',
  'RESOURCE:FARGATE': 'Fargate has no capacity',
  RESOURCE: 'not enough resources',
  AGENT: 'the agent of the container instance is disconnected',
  ATTRIBUTE: 'no container instance has the attributes it needs',
  LOCATION: 'no container instance is where it must run',
  MISSING: 'the container instance is gone',
  INACTIVE: 'the container instance is not active',
  'EMPTY CAPACITY PROVIDER': 'the capacity provider has no container instance',
};

/**
 * What a service tells: that it is impaired, until it reaches a steady state; or that a deployment
 * failed, until one succeeds. Deployments tell of themselves in either kind of event.
 */
function serviceSignals(event: AwsEvent, context: MessageContext): readonly Signal[] | undefined {
  const detail = detailSchema.parse(event.detail);
  const { eventName } = detail;
  const [serviceArn] = event.resources;
  if (eventName === undefined || serviceArn === undefined) return undefined;
  const deployed = deploymentState(eventName);
  const told = toldOf(eventName, detail.eventType, detail.reason);
  if (told === undefined) return detail.eventType === 'INFO' ? [] : undefined;
  const where = circumstances(event, context);
  const service = arnName(serviceArn);
  const cluster = clusterOf(serviceArn, detail.clusterArn);
  const page = `ecs/v2/clusters/${encoded(cluster)}/services/${encoded(service)}/health`;
  const news = {
    source: 'aws-ecs',
    alertname: told.alertname,
    ...where,
    identity: [
      ['cluster', cluster],
      ['service', service],
    ],
    labels: [['event_name', eventName]],
    summary: `ECS service ${service} ${told.words}`,
    description: detail.reason,
    annotations: [['deployment', detail.deploymentId]],
    links: [consoleLink(where.region, page)],
    deployment: deployed && { state: deployed, id: detail.deploymentId },
    defaultSeverity: SEVERITIES.get(detail.eventType ?? '') ?? 'warning',
  } as const;
  return [awsSignal(told.status, news, context)];
}

interface Told {
  readonly alertname: string;
  readonly status: 'firing' | 'resolved';
  /** What follows the service's name. */
  readonly words: string;
}

const IMPAIRED = 'ECS service impaired';
const NOT_DEPLOYED = 'ECS deployment failed';

/** What an event comes to; undefined for what is neither trouble nor the end of it. */
function toldOf(name: string, type: string | undefined, reason: string | undefined) {
  const told = (alertname: string, status: Told['status'], words: string): Told => {
    return { alertname, status, words };
  };
  switch (name) {
    case 'SERVICE_STEADY_STATE':
      return told(IMPAIRED, 'resolved', 'is in a steady state');
    // Opens and closes nothing: it is kept as what was going on.
    case 'SERVICE_DEPLOYMENT_IN_PROGRESS':
      return told(NOT_DEPLOYED, 'resolved', 'is being deployed');
    case 'SERVICE_DEPLOYMENT_COMPLETED':
      return told(NOT_DEPLOYED, 'resolved', 'was deployed');
    case 'SERVICE_DEPLOYMENT_FAILED':
      return told(NOT_DEPLOYED, 'firing', `failed to deploy${why(reason)}`);
    default: {
      const known = Object.hasOwn(IMPAIRMENTS, name) ? IMPAIRMENTS[name] : undefined;
      if (known === undefined && type !== 'WARN' && type !== 'ERROR') return undefined;
      return told(IMPAIRED, 'firing', `${known ?? `reports ${plain(name)}`}${why(reason)}`);
    }
  }
}

function why(reason: string | undefined): string {
  if (reason === undefined || reason === '') return '';
  return `: ${(Object.hasOwn(PLACEMENT_REASONS, reason) && PLACEMENT_REASONS[reason]) || reason}`;
}

/** `SERVICE_TASK_LOST` as words: `service task lost`. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}

/** Services' ARNs name the cluster (`service/cluster/name`), unless they are of the old form. */
function clusterOf(serviceArn: string, clusterArn: string | undefined): string {
  if (clusterArn !== undefined) return arnName(clusterArn);
  const [, cluster = '', service] = serviceArn.split('/');
  return service === undefined ? 'default' : cluster;
}
