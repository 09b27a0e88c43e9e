import {
  BatchGetDeploymentsCommand,
  GetDeploymentCommand,
  GetDeploymentGroupCommand,
  ListDeploymentsCommand,
  type CodeDeployClient,
  type DeploymentGroupInfo,
  type DeploymentInfo,
  type ListDeploymentsInput,
} from '@aws-sdk/client-codedeploy';
import { asking, type Place } from '../aws/place.ts';

export interface OfGroup extends Place {
  readonly application: string;
  readonly deployment_group: string;
}

/** What one call of BatchGetDeployments takes. */
const BATCH = 25;

/** Reads of a deployment group. @throws ActionProblem */
export interface Deployments {
  readonly group: (of: OfGroup, signal: AbortSignal) => Promise<DeploymentGroupInfo>;
  readonly one: (of: OfGroup, id: string, signal: AbortSignal) => Promise<DeploymentInfo>;
  /** Some of the group's, a hundred at most, the newest first. */
  readonly some: (
    of: OfGroup,
    which: Pick<ListDeploymentsInput, 'includeOnlyStatuses' | 'createTimeRange'>,
    signal: AbortSignal,
  ) => Promise<readonly DeploymentInfo[]>;
}

export function readingDeployments(clientOf: (place: Place) => CodeDeployClient): Deployments {
  async function batch(of: OfGroup, deploymentIds: string[], signal: AbortSignal) {
    const command = new BatchGetDeploymentsCommand({ deploymentIds });
    const { deploymentsInfo = [] } = await asking('codedeploy:BatchGetDeployments', of, () =>
      clientOf(of).send(command, { abortSignal: signal }),
    );
    return deploymentsInfo;
  }

  return {
    async group(of, signal) {
      const { application: applicationName, deployment_group: deploymentGroupName } = of;
      const command = new GetDeploymentGroupCommand({ applicationName, deploymentGroupName });
      const { deploymentGroupInfo = {} } = await asking('codedeploy:GetDeploymentGroup', of, () =>
        clientOf(of).send(command, { abortSignal: signal }),
      );
      return deploymentGroupInfo;
    },
    async one(of, deploymentId, signal) {
      const command = new GetDeploymentCommand({ deploymentId });
      const { deploymentInfo = {} } = await asking('codedeploy:GetDeployment', of, () =>
        clientOf(of).send(command, { abortSignal: signal }),
      );
      return deploymentInfo;
    },
    async some(of, which, signal) {
      const { application: applicationName, deployment_group: deploymentGroupName } = of;
      const command = new ListDeploymentsCommand({
        applicationName,
        deploymentGroupName,
        ...which,
      });
      const { deployments: ids = [] } = await asking('codedeploy:ListDeployments', of, () =>
        clientOf(of).send(command, { abortSignal: signal }),
      );
      const batches = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) =>
        batch(of, ids.slice(index * BATCH, (index + 1) * BATCH), signal),
      );
      const found = (await Promise.all(batches)).flat();
      return found.toSorted((a, b) => createdAt(b) - createdAt(a));
    },
  };
}

function createdAt({ createTime }: DeploymentInfo): number {
  return createTime?.getTime() ?? 0;
}
