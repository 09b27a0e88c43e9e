import { deployedName, type DeploymentRun } from '../../alert/deployment.ts';
import type { NearDeployment } from '../../alert/deployment-places.ts';
import type { TimelineLine } from './timeline.ts';

const STATES: Readonly<Record<Exclude<NearDeployment['outcome'], 'running'>, string>> = {
  succeeded: 'was deployed',
  failed: 'failed to deploy',
  stopped: 'was stopped while it was deployed',
};

/** A deployment; without alerts it is not known what it was near. */
export type DeploymentNear = DeploymentRun & Partial<Pick<NearDeployment, 'near'>>;

/** What was deployed, with its beginning where that is known. */
export function deploymentLines(deployments: readonly DeploymentNear[]): readonly TimelineLine[] {
  return deployments.flatMap((one): readonly TimelineLine[] => {
    const { at, beganAt, outcome, near, links } = one;
    const name = deployedName(one);
    const where = near === 'place' ? ' (another service of the same account and region)' : '';
    const link = links[0]?.url;
    const line = { source: 'deployment', ...(link !== undefined && { link }) } as const;
    const began = { ...line, at: beganAt ?? at, text: `${name} began to be deployed${where}` };
    if (outcome === 'running') return [began];
    const ended = { ...line, at, text: `${name} ${STATES[outcome]}${where}` };
    return beganAt === undefined ? [ended] : [began, ended];
  });
}
