import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { Progress } from '../action.ts';
import { wordsOf } from '../aws/aws-failure.ts';
import { isUnderway } from './plan.ts';

/** How a deployment goes on: `d-1 is under way: 2 of 5 done.` */
export function deploymentProgress(found: DeploymentInfo): Progress {
  const { deploymentId: id, status, errorInformation: error } = found;
  if (isUnderway(found)) return { state: 'running', what: `${id} is under way${countsOf(found)}.` };
  if (status === 'Succeeded') return { state: 'succeeded', what: `${id} succeeded.` };
  const how = status === 'Stopped' ? 'was stopped' : 'failed';
  const why = error?.message === undefined ? '' : `: ${wordsOf(error.message)}`;
  return { state: 'failed', what: `${id} ${how}${why || '.'}` };
}

/** So long after a deployment was stopped CodeDeploy may take to begin another, in milliseconds. */
const PATIENCE = 2 * 60_000;

/**
 * How CodeDeploy goes back from a deployment that was stopped.
 *
 * @param back its deployment that does
 * @param now epoch milliseconds
 */
export function stopProgress(
  stopped: DeploymentInfo,
  back: DeploymentInfo | undefined,
  now: number,
): Progress {
  const { deploymentId: id, status, rollbackInfo, completeTime } = stopped;
  if (isUnderway(stopped)) return { state: 'running', what: `${id} is being stopped.` };
  if (status !== 'Stopped') {
    return { state: 'failed', what: `${id} came to its end before it could be stopped.` };
  }
  if (back !== undefined) return deploymentProgress(back);
  if (now - (completeTime?.getTime() ?? now) < PATIENCE) {
    return { state: 'running', what: `${id} was stopped.` };
  }
  const why = wordsOf(rollbackInfo?.rollbackMessage ?? 'See what its instances run.');
  const what = `${id} was stopped, and CodeDeploy tells of no deployment that goes back. ${why}`;
  return { state: 'failed', what };
}

function countsOf({ deploymentOverview: overview }: DeploymentInfo): string {
  if (overview === undefined) return '';
  const {
    Pending = 0,
    InProgress = 0,
    Succeeded = 0,
    Failed = 0,
    Skipped = 0,
    Ready = 0,
  } = overview;
  const all = Pending + InProgress + Succeeded + Failed + Skipped + Ready;
  return `: ${Succeeded} of ${all} done${Failed === 0 ? '' : `, ${Failed} failed`}`;
}
