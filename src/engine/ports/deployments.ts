import type { Deployment } from '../../alert/deployment.ts';

/** A deployment of which those who want to know are still to be told. */
export interface WaitingDeployment {
  readonly entry: string;
  readonly deployment: Deployment;
}

/** Deployments that came in: written by commits, in the same step as what else they change. */
export interface Deployments {
  /** Those that wait, oldest first and at most `max`: until they are forgotten they come up again. */
  waiting(max: number): Promise<readonly WaitingDeployment[]>;
  /** They are on their way by now, or nobody wants to know. */
  forget(some: readonly WaitingDeployment[]): Promise<void>;
}
