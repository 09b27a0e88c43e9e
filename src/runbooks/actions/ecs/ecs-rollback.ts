import { UpdateServiceCommand, type ECSClient, type Service } from '@aws-sdk/client-ecs';
import { z } from 'zod';
import { Mistake, quoted } from '../../../config/mistake.ts';
import { checked } from '../../../config/schema/fields.ts';
import { ActionProblem, type ActionOf } from '../action.ts';
import { breakerText, newest, rolloutProgress, standing, stopRollout } from './ecs-rollout.ts';
import {
  findService,
  serviceFields,
  serviceLink,
  serviceName,
  serviceTarget,
} from './ecs-service.ts';
import { placeFields, type Place } from '../aws/place.ts';
import { ONCE, replacing } from '../aws/replacing.ts';
import {
  describeTaskDefinition,
  taskDefinitionBefore,
  taskDefinitionName,
  taskDefinitionText,
} from './task-definition.ts';

const TASK_DEFINITION = /^(arn:[\w-]+:ecs:[\w-]+:\d{12}:task-definition\/)?[\w-]{1,255}:\d{1,9}$/u;

const schema = z.strictObject({
  ...serviceFields,
  /** Without it the one before. */
  task_definition: checked((text) => {
    if (TASK_DEFINITION.test(text)) return;
    const hint = 'write its family and revision, such as checkout:41';
    throw new Mistake(`${quoted(text)} is no revision of a task definition`, hint);
  }).optional(),
  ...placeFields,
});

type Params = z.output<typeof schema>;

const value = z.strictObject({
  /** Its ARN. */
  taskDefinition: z.string(),
  /** Another one after each change, also one back. */
  deployment: z.string().optional(),
  /** To which there is a way back; none of the first. */
  before: z.string().optional(),
});

type Value = z.output<typeof value>;

interface Found {
  readonly service: Service;
  readonly before: string | undefined;
}

/**
 * Has a service run the task definition that it ran before, and follows that until ECS has rolled it out. Where the
 * service has a circuit breaker, ECS goes back by itself when it can't.
 *
 * Needs ecs:DescribeServices, ecs:ListTaskDefinitions, ecs:DescribeTaskDefinition and ecs:UpdateService; to stop it
 * ecs:ListServiceDeployments and ecs:StopServiceDeployment.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export function ecsRollback(
  clientOf: (place: Place, attempts?: number) => ECSClient,
): ActionOf<Params> {
  async function find(params: Params, signal: AbortSignal): Promise<Found> {
    const client = clientOf(params);
    const service = await findService(client, params, signal);
    const { task_definition: named } = params;
    const before =
      named === undefined
        ? await taskDefinitionBefore(client, params, service, signal)
        : arnOf(named, service);
    return { service, before };
  }

  return replacing<Params, Found, Value>({
    name: 'ecs_rollback',
    params: schema,
    title: ({ task_definition: named = 'the task definition before', ...of }) =>
      `Roll ${serviceName(of)} back to ${taskDefinitionName(named)}`,
    target: serviceTarget,
    targetName: serviceName,
    permission: 'ecs:UpdateService',
    find,
    value,
    valueOf: ({ service: { taskDefinition = '', deployments }, before }) => {
      return { taskDefinition, deployment: newest(deployments)?.id, before };
    },
    wanted: (_, { before = '' }) => ({ taskDefinition: before }),
    isThere: (one, other) => one.taskDefinition === other.taskDefinition,
    words: ({ taskDefinition }) => taskDefinitionName(taskDefinition),
    async shown(params, { service, before }, signal) {
      checkController(params, service);
      const { taskDefinition = '' } = service;
      if (before === undefined) {
        const what = `${taskDefinitionName(taskDefinition)} runs, and of those before none is active.`;
        throw new ActionProblem(what, 'Name the one to run with `task_definition`.');
      }
      const client = clientOf(params);
      const [now, then] = await Promise.all(
        [taskDefinition, before].map((arn) => describeTaskDefinition(client, params, arn, signal)),
      );
      if (then?.status !== 'ACTIVE') {
        const what = `${taskDefinitionName(before)} is not active any more.`;
        throw new ActionProblem(what, 'Name one that is with `task_definition`.');
      }
      return {
        before: `${serviceName(params)} runs ${taskDefinitionText(now ?? {})}: ${standing(service)}.`,
        after: `It runs ${taskDefinitionText(then)}, rolled out as any deployment.${breakerText(service)}`,
      };
    },
    async put({ cluster, service, ...place }, { before }, signal) {
      const command = new UpdateServiceCommand({ cluster, service, taskDefinition: before });
      await clientOf(place, ONCE).send(command, { abortSignal: signal });
      return undefined;
    },
    marks(_, { service }, { taskDefinition }) {
      const link = serviceLink(service);
      return { handle: taskDefinition, ...(link !== undefined && { link }) };
    },
    async follow(params, taskDefinition, signal) {
      const service = await findService(clientOf(params), params, signal).catch(() => undefined);
      return service && rolloutProgress(service, taskDefinition);
    },
    stop: (params, taskDefinition, signal) =>
      stopRollout(clientOf(params), params, { taskDefinition, signal }),
    back: ({ cluster, service, region, role_arn }, { taskDefinition }) => {
      return { cluster, service, task_definition: taskDefinition, region, role_arn };
    },
  });
}

/** Of a family and revision the ARN, in the account and region of the service. */
function arnOf(named: string, { taskDefinition = '' }: Service): string {
  if (named.startsWith('arn:')) return named;
  return `${taskDefinition.slice(0, taskDefinition.lastIndexOf('/') + 1)}${named}`;
}

/** @throws ActionProblem */
function checkController(params: Params, { deploymentController }: Service): void {
  switch (deploymentController?.type) {
    case 'CODE_DEPLOY': {
      const what = `${serviceName(params)} is deployed by CodeDeploy.`;
      throw new ActionProblem(what, 'Use codedeploy_rollback.');
    }
    case 'EXTERNAL': {
      const what = `${serviceName(params)} is not deployed by ECS.`;
      throw new ActionProblem(what, 'Have whatever deploys it go back.');
    }
    default:
  }
}
