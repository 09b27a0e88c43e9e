import { z } from 'zod';
import { jsonService, operation, Refusal, type AwsService } from './service.ts';

/** A deployment to `shop/production`. */
export interface Deployed {
  /** The key of what was deployed, in a bucket. */
  readonly revision: string;
  status: 'InProgress' | 'Succeeded' | 'Failed' | 'Stopped';
  readonly description?: string | undefined;
  /** Whether the alarms of the group can stop it. */
  readonly hasAlarms?: boolean;
  /** The deployment that goes back from this one. */
  rollback?: string;
  /** The deployment that this one goes back from. */
  readonly rollsBack?: string;
}

interface CodeDeploy extends AwsService {
  /** By their ids, the oldest first: each a minute after the one before. */
  readonly deployments: Map<string, Deployed>;
  /** The names of the group's alarms. */
  readonly alarms: string[];
}

const BEGIN = 1_767_225_600;
const MOST = 25;

const ofGroup = z.strictObject({
  applicationName: z.string(),
  deploymentGroupName: z.string(),
});
const ofDeployment = z.strictObject({ deploymentId: z.string().regex(/^d-[A-Z0-9]+$/u) });
const statuses = z.array(
  z.enum(['Created', 'Queued', 'InProgress', 'Succeeded', 'Failed', 'Stopped']),
);
const listDeployments = ofGroup.extend({
  includeOnlyStatuses: statuses.optional(),
  createTimeRange: z
    .strictObject({ start: z.number().optional(), end: z.number().optional() })
    .optional(),
});
const batchGet = z.strictObject({ deploymentIds: z.array(z.string()).min(1).max(MOST) });
const createDeployment = ofGroup.extend({
  revision: z.strictObject({
    revisionType: z.literal('S3'),
    s3Location: z.strictObject({
      bucket: z.string(),
      key: z.string(),
      bundleType: z.literal('zip'),
    }),
  }),
  description: z.string().max(256),
  fileExistsBehavior: z.enum(['DISALLOW', 'OVERWRITE', 'RETAIN']),
  overrideAlarmConfiguration: z.strictObject({ enabled: z.literal(false) }).optional(),
});
const stopDeployment = ofDeployment.extend({ autoRollbackEnabled: z.boolean() });

/**
 * One deployment group, `shop/production`.
 *
 * @param note told of each effect
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_Operations.html
 */
export function createCodeDeploy(note: (effect: string) => void): CodeDeploy {
  const deployments = new Map<string, Deployed>();
  const alarms: string[] = [];
  const service: CodeDeploy = {
    deployments,
    alarms,
    ...jsonService(
      'CodeDeploy_20141006',
      {
        GetDeploymentGroup: operation(ofGroup, (input) => {
          checkGroup(input);
          const ids = [...deployments.keys()];
          const good = ids.findLast((id) => deployments.get(id)?.status === 'Succeeded');
          return {
            deploymentGroupInfo: {
              ...input,
              alarmConfiguration: { enabled: true, alarms: alarms.map((name) => ({ name })) },
              lastAttemptedDeployment: lastOf(ids.at(-1)),
              lastSuccessfulDeployment: lastOf(good),
            },
          };
        }),
        GetDeployment: operation(ofDeployment, ({ deploymentId }) => {
          return { deploymentInfo: described(deploymentId) };
        }),
        BatchGetDeployments: operation(batchGet, ({ deploymentIds }) => {
          return { deploymentsInfo: deploymentIds.map(described) };
        }),
        ListDeployments: operation(listDeployments, (input) => {
          const { includeOnlyStatuses, createTimeRange = {}, ...group } = input;
          checkGroup(group);
          const { start = 0, end = Infinity } = createTimeRange;
          const found = [...deployments].filter(([id, { status }]) => {
            const at = createdAt(id);
            return (includeOnlyStatuses?.includes(status) ?? true) && at >= start && at <= end;
          });
          return { deployments: found.map(([id]) => id) };
        }),
        CreateDeployment: operation(createDeployment, (input) => {
          const { applicationName, deploymentGroupName, revision, description } = input;
          checkGroup({ applicationName, deploymentGroupName });
          const running = [...deployments].find(([, { status }]) => status === 'InProgress');
          if (running !== undefined) {
            const message = `The Deployment Group '${deploymentGroupName}' already has an active Deployment '${running[0]}'`;
            throw new Refusal('DeploymentLimitExceededException', message);
          }
          note('CreateDeployment');
          const hasAlarms = input.overrideAlarmConfiguration === undefined;
          const { key } = revision.s3Location;
          return { deploymentId: begin({ revision: key, description, hasAlarms }) };
        }),
        StopDeployment: operation(stopDeployment, ({ deploymentId, autoRollbackEnabled }) => {
          const found = find(deploymentId);
          if (found.status !== 'InProgress') {
            const message = `The deployment ${deploymentId} is already complete.`;
            throw new Refusal('DeploymentAlreadyCompletedException', message);
          }
          const good = [...deployments.values()].findLast(({ status }) => status === 'Succeeded');
          found.status = 'Stopped';
          if (autoRollbackEnabled && good !== undefined) {
            found.rollback = begin({ revision: good.revision, rollsBack: deploymentId });
          }
          note('StopDeployment');
          return { status: 'Pending', statusMessage: 'Stopping.' };
        }),
      },
      () => {
        deployments.clear();
        deployments.set('d-1', { revision: 'shop-1.zip', status: 'Succeeded' });
        deployments.set('d-2', { revision: 'shop-2.zip', status: 'Succeeded' });
        alarms.length = 0;
      },
    ),
  };
  service.clear();
  return service;

  function begin(deployed: Omit<Deployed, 'status'>): string {
    const id = `d-${deployments.size + 1}`;
    deployments.set(id, { ...deployed, status: 'InProgress' });
    return id;
  }

  function find(id: string): Deployed {
    const found = deployments.get(id);
    if (found !== undefined) return found;
    throw new Refusal('DeploymentDoesNotExistException', `The deployment ${id} could not be found`);
  }

  function createdAt(id: string): number {
    return BEGIN + [...deployments.keys()].indexOf(id) * 60;
  }

  function lastOf(id: string | undefined) {
    return id && { deploymentId: id, status: find(id).status, createTime: createdAt(id) };
  }

  function described(deploymentId: string) {
    const { revision, status, description, rollback, rollsBack } = find(deploymentId);
    const isOver = status !== 'InProgress';
    return {
      deploymentId,
      applicationName: 'shop',
      deploymentGroupName: 'production',
      computePlatform: 'Server',
      fileExistsBehavior: 'OVERWRITE',
      status,
      description,
      createTime: createdAt(deploymentId),
      ...(isOver && { completeTime: createdAt(deploymentId) + 30 }),
      deploymentOverview: { Pending: isOver ? 0 : 3, Succeeded: isOver ? 4 : 1 },
      ...(status === 'Failed' && { errorInformation: { message: 'Too many instances failed.' } }),
      ...((rollback ?? rollsBack) !== undefined && {
        rollbackInfo: {
          rollbackDeploymentId: rollback,
          rollbackTriggeringDeploymentId: rollsBack,
        },
      }),
      revision: {
        revisionType: 'S3',
        s3Location: { bucket: 'releases', key: revision, bundleType: 'zip' },
      },
    };
  }
}

function checkGroup({ applicationName, deploymentGroupName }: z.output<typeof ofGroup>): void {
  if (`${applicationName}/${deploymentGroupName}` === 'shop/production') return;
  const message = `No Deployment Group found for name: ${deploymentGroupName}`;
  throw new Refusal('DeploymentGroupDoesNotExistException', message);
}
