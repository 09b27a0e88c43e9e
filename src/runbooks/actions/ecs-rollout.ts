import {
  ListServiceDeploymentsCommand,
  StopServiceDeploymentCommand,
  type Deployment,
  type ECSClient,
  type Service,
} from '@aws-sdk/client-ecs';
import type { Outcome, Progress } from './action.ts';
import { failureOf, wordsOf } from './aws-failure.ts';
import type { OfService } from './ecs-service.ts';
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

/** ECS goes back to what ran before: a service is never left half-way. */
export async function stopRollout(
  client: ECSClient,
  { cluster, service, role_arn: role }: OfService,
  signal: AbortSignal,
): Promise<Outcome> {
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
    permission = 'ecs:StopServiceDeployment';
    const command = new StopServiceDeploymentCommand({
      serviceDeploymentArn: running.serviceDeploymentArn,
      stopType: 'ROLLBACK',
    });
    await client.send(command, { abortSignal: signal });
    return { outcome: 'done', what: 'ECS is told to go back to what ran before.' };
  } catch (error) {
    return failureOf(error, permission, role);
  }
}
