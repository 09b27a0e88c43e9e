import type { DeploymentState } from '../../alert/deployment-state.ts';

/**
 * What services call it. Sources: the EventBridge pages of the user guides of AWS CodeDeploy, AWS CodePipeline
 * and Amazon ECS; CodeDeploy's "JSON data formats for CodeDeploy triggers".
 */
const STATES: ReadonlyMap<string, DeploymentState> = new Map([
  ['START', 'running'],
  ['STARTED', 'running'],
  ['CREATED', 'running'],
  ['RESUMED', 'running'],
  ['SERVICE_DEPLOYMENT_IN_PROGRESS', 'running'],
  ['STOP', 'stopped'],
  ['STOPPED', 'stopped'],
  ['CANCELED', 'stopped'],
  ['SUPERSEDED', 'stopped'],
  ['ABANDONED', 'stopped'],
  ['SUCCESS', 'succeeded'],
  ['SUCCEEDED', 'succeeded'],
  ['SERVICE_DEPLOYMENT_COMPLETED', 'succeeded'],
  ['FAILURE', 'failed'],
  ['FAILED', 'failed'],
  ['SERVICE_DEPLOYMENT_FAILED', 'failed'],
]);

/** How a deployment stands, by a service's word for it; undefined for a word that says nothing of it. */
export function deploymentState(word: string): DeploymentState | undefined {
  return STATES.get(word);
}

/** What is said of a deployment that is neither made nor failed: the words after its name. */
export function unfinishedWords(state: DeploymentState | undefined): string {
  return state === 'running' ? 'began' : 'was stopped';
}
