import type {
  DeploymentGroupInfo,
  DeploymentInfo,
  DeploymentStatus,
} from '@aws-sdk/client-codedeploy';
import { z } from 'zod';
import { ActionProblem } from '../action.ts';
import { PassingProblem } from '../aws/place.ts';
import type { Deployments, OfGroup } from './deployments.ts';
import { revisionText } from './revision.ts';

/** How a group goes back: by stopping what is under way, or by another deployment of what ran before. */
export const wasSchema = z.strictObject({
  way: z.enum(['stop', 'deploy']),
  /** The deployment that is the newest. */
  from: z.string(),
  /** Whether that succeeded: to others nobody goes back. */
  isGood: z.boolean(),
  /** The deployment whose revision runs then. */
  to: z.string(),
});

export type Was = z.output<typeof wasSchema>;

export interface Rollback {
  readonly was: Was;
  readonly now: DeploymentInfo;
  readonly good: DeploymentInfo;
  readonly group: DeploymentGroupInfo;
}

export interface Wanted extends OfGroup {
  /** Without it the last one that succeeded before. */
  readonly deployment_id?: string | undefined;
}

const UNDERWAY: ReadonlySet<DeploymentStatus> = new Set([
  'Created',
  'Queued',
  'InProgress',
  'Baking',
  'Ready',
]);

export function isUnderway({ status }: DeploymentInfo): boolean {
  return status !== undefined && UNDERWAY.has(status);
}

/** How a group goes back from what was deployed last. @throws ActionProblem where it can't */
export async function planned(
  deployments: Deployments,
  params: Wanted,
  signal: AbortSignal,
): Promise<Rollback> {
  const group = await deployments.group(params, signal);
  const from = group.lastAttemptedDeployment?.deploymentId;
  if (from === undefined) {
    throw new ActionProblem('Nothing was ever deployed there.', 'Name another deployment group.');
  }
  const now = await deployments.one(params, from, signal);
  const isGood = now.status === 'Succeeded';
  if (isUnderway(now)) {
    const to = goodBeside(now, group, params);
    const good = await deployments.one(params, to, signal);
    return { was: { way: 'stop', from, isGood, to }, now, good, group };
  }
  const good = await goodBefore(now, group, deployments, params, signal);
  const to = good.deploymentId ?? '';
  return { was: { way: 'deploy', from, isGood, to }, now, good, group };
}

/** The one that CodeDeploy goes back to when that which is under way is stopped. */
function goodBeside(
  { deploymentId: from, rollbackInfo }: DeploymentInfo,
  { lastSuccessfulDeployment }: DeploymentGroupInfo,
  { deployment_id: wanted }: Wanted,
): string {
  if (rollbackInfo?.rollbackTriggeringDeploymentId !== undefined) {
    throw new PassingProblem(`CodeDeploy rolls back already, by ${from}.`, 'Wait for that.');
  }
  const good = lastSuccessfulDeployment?.deploymentId;
  if (good === undefined) {
    const what = `${from} is the first deployment: there is nothing to go back to.`;
    throw new ActionProblem(what, 'Stop it in the console.');
  }
  if (wanted !== undefined && wanted !== good) {
    const what = `${from} is under way, and once it is stopped CodeDeploy goes back to ${good}.`;
    throw new ActionProblem(what, 'Leave out `deployment_id`, or wait until it is over.');
  }
  return good;
}

async function goodBefore(
  now: DeploymentInfo,
  group: DeploymentGroupInfo,
  deployments: Deployments,
  params: Wanted,
  signal: AbortSignal,
): Promise<DeploymentInfo> {
  const { deployment_id: wanted } = params;
  if (wanted !== undefined)
    return named(now, await deployments.one(params, wanted, signal), params);
  const last = group.lastSuccessfulDeployment?.deploymentId;
  if (now.status !== 'Succeeded' && last !== undefined) {
    return deployments.one(params, last, signal);
  }
  const { createTime: end } = now;
  const range = { includeOnlyStatuses: ['Succeeded' as const], createTimeRange: { end } };
  const succeeded = await deployments.some(params, range, signal);
  const before = succeeded.find((one) => !isSame(one, now));
  if (before !== undefined) return before;
  const what = `Before ${now.deploymentId} no other revision was deployed there with success.`;
  throw new ActionProblem(what, 'Name a deployment of a good one with `deployment_id`.');
}

function named(now: DeploymentInfo, then: DeploymentInfo, params: Wanted): DeploymentInfo {
  const { deploymentId: id, applicationName, deploymentGroupName, status } = then;
  if (applicationName !== params.application || deploymentGroupName !== params.deployment_group) {
    const what = `${id} is a deployment to ${applicationName}/${deploymentGroupName}.`;
    throw new ActionProblem(what, 'Name one of this deployment group.');
  }
  if (status !== 'Succeeded') {
    throw new ActionProblem(`${id} did not succeed.`, 'Name a deployment that did.');
  }
  if (now.status === 'Succeeded' && isSame(now, then)) {
    const what = `What ${id} deployed is what runs: ${revisionText(now.revision)}.`;
    throw new ActionProblem(what, 'There is nothing to be done.');
  }
  return then;
}

function isSame(one: DeploymentInfo, other: DeploymentInfo): boolean {
  return revisionText(one.revision) === revisionText(other.revision);
}
