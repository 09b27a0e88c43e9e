import {
  ListServiceDeploymentsCommand,
  StopServiceDeploymentCommand,
  type Deployment,
  type ECSClient,
  type Service,
} from '@aws-sdk/client-ecs';
import { ActionProblem, type Outcome, type Progress } from '../action.ts';
import { failureOf, wordsOf } from '../aws/aws-failure.ts';
import { findService, type OfService } from './ecs-service.ts';
import { taskDefinitionName } from './task-definition.ts';

/** The one that ECS rolls out, or has. */
export function newest(deployments: readonly Deployment[] = []): Deployment | undefined {
  return deployments.find(({ status }) => status === 'PRIMARY');
}

/** `4 of 4 tasks run`. */
export function standing({ deployments, runningCount = 0, desiredCount = 0 }: Service): string {
  const counts = `${runningCount} of ${desiredCount} tasks run`;
  if (newest(deployments)?.rolloutState !== 'IN_PROGRESS') return counts;
  return `${counts}, and it is still being rolled out`;
}

/** What ECS does by itself where it can't roll something out. */
export function breakerText({ deploymentConfiguration }: Service): string {
  const { enable, rollback } = deploymentConfiguration?.deploymentCircuitBreaker ?? {};
  return enable && rollback ? ' If it can not be, ECS goes back by itself.' : '';
}

/** How far ECS has come with a task definition, by its ARN. */
export function rolloutProgress(service: Service, taskDefinition: string): Progress {
  const { deployments, runningCount = 0, desiredCount = 0 } = service;
  const deployment = newest(deployments);
  const now = taskDefinitionName(deployment?.taskDefinition ?? '');
  const ran = deployments?.find((one) => one.taskDefinition === taskDefinition);
  if (deployment?.taskDefinition !== taskDefinition) {
    const why = wordsOf(ran?.rolloutStateReason ?? '');
    const what = `ECS is back at ${now}, or somebody has deployed that. ${why}`.trim();
    return { state: 'failed', what };
  }
  const counts = `${deployment.runningCount ?? 0} of ${deployment.desiredCount ?? 0} tasks`;
  const what = `${now}: ${counts} run.`;
  switch (deployment.rolloutState) {
    case 'COMPLETED':
      return { state: 'succeeded', what };
    case 'FAILED':
      return { state: 'failed', what: `${what} ${wordsOf(deployment.rolloutStateReason ?? '')}` };
    case 'IN_PROGRESS':
      return { state: 'running', what };
    default: {
      const isStable = deployments?.length === 1 && runningCount === desiredCount;
      return { state: isStable ? 'succeeded' : 'running', what };
    }
  }
}

/** ECS goes back to what ran before a task definition, by its ARN: a service is never left half-way. */
export async function stopRollout(
  client: ECSClient,
  params: OfService,
  { taskDefinition, signal }: { readonly taskDefinition: string; readonly signal: AbortSignal },
): Promise<Outcome> {
  const { cluster, service, role_arn: role } = params;
  let permission = 'ecs:ListServiceDeployments';
  try {
    const listing = new ListServiceDeploymentsCommand({
      cluster,
      service,
      status: ['PENDING', 'IN_PROGRESS'],
    });
    const { serviceDeployments: [running] = [] } = await client.send(listing, {
      abortSignal: signal,
    });
    if (running === undefined) {
      const what = 'Nothing is being rolled out any more.';
      return { outcome: 'failed', what, mend: 'Undo it instead.' };
    }
    const { deployments } = await findService(client, params, signal);
    const now = newest(deployments)?.taskDefinition ?? '';
    if (now !== taskDefinition) {
      const what = `Somebody has deployed ${taskDefinitionName(now)} since, which is not stopped.`;
      return { outcome: 'failed', what, mend: 'Stop that where it was deployed.' };
    }
    permission = 'ecs:StopServiceDeployment';
    const command = new StopServiceDeploymentCommand({
      serviceDeploymentArn: running.serviceDeploymentArn,
      stopType: 'ROLLBACK',
    });
    await client.send(command, { abortSignal: signal });
    return { outcome: 'done', what: 'ECS is told to go back to what ran before.' };
  } catch (error) {
    if (error instanceof ActionProblem) return { outcome: 'unknown', what: error.message };
    return failureOf(error, permission, role);
  }
}
