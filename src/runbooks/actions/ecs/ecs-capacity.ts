import type { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { UpdateServiceCommand, type ECSClient, type Service } from '@aws-sdk/client-ecs';
import { z } from 'zod';
import { integer } from '../../../config/schema/fields.ts';
import { ActionProblem, type ActionOf, type Progress } from '../action.ts';
import { wordsOf } from '../aws/aws-failure.ts';
import { scalingOf, type Scaling } from './ecs-scaling.ts';
import {
  findService,
  serviceFields,
  serviceLink,
  serviceName,
  serviceTarget,
} from './ecs-service.ts';
import { placeFields, type Place } from '../aws/place.ts';
import { ONCE, replacing } from '../aws/replacing.ts';
import { countText } from '../aws/words.ts';

const schema = z.strictObject({
  ...serviceFields,
  /** Tasks. */
  desired: integer(0),
  ...placeFields,
});

const value = z.strictObject({ desired: z.int() });

type Params = z.output<typeof schema>;

export interface EcsClients {
  readonly ecs: (place: Place, attempts?: number) => ECSClient;
  readonly scaling: (place: Place) => ApplicationAutoScalingClient;
}

/**
 * Sets how many tasks of a service are wanted, within what Application Auto Scaling keeps it to, and follows it until
 * as many run.
 *
 * Needs ecs:DescribeServices, ecs:UpdateService; and application-autoscaling:DescribeScalableTargets to see its
 * bounds.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export function ecsCapacity({ ecs, scaling }: EcsClients): ActionOf<Params> {
  const find = (params: Params, signal: AbortSignal): Promise<Service> =>
    findService(ecs(params), params, signal);

  return replacing<Params, Service, z.output<typeof value>>({
    name: 'ecs_capacity',
    params: schema,
    title: (params) => `Run ${countText(params.desired, 'task')} of ${serviceName(params)}`,
    target: serviceTarget,
    targetName: serviceName,
    figure: { of: ({ desired }) => desired, unit: 'tasks' },
    permission: 'ecs:UpdateService',
    find,
    value,
    valueOf: ({ desiredCount = 0 }) => ({ desired: desiredCount }),
    wanted: ({ desired }) => ({ desired }),
    words: ({ desired }) => countText(desired, 'task'),
    back: (params, { desired }) => ({ ...params, desired }),
    async shown(params, found, signal) {
      if (found.schedulingStrategy === 'DAEMON') {
        const what = `${serviceName(params)} runs one task on each instance of its cluster.`;
        throw new ActionProblem(what, 'Change how many instances there are.');
      }
      const bounds = await scalingOf(scaling(params), found, signal);
      const { desired } = params;
      checkBounds(desired, bounds);
      const isUpdating = (found.deployments?.length ?? 0) > 1;
      return {
        before: `${standing(found)}${isUpdating ? ' A deployment is in progress.' : ''} ${boundsText(bounds)}`,
        after: `${countText(desired, 'task')} ${desired === 1 ? 'is' : 'are'} wanted.`,
      };
    },
    async put({ cluster, service, desired, ...place }, _, signal) {
      const command = new UpdateServiceCommand({ cluster, service, desiredCount: desired });
      await ecs(place, ONCE).send(command, { abortSignal: signal });
      return undefined;
    },
    marks(_, found) {
      const link = serviceLink(found);
      return { handle: found.serviceArn ?? '', ...(link !== undefined && { link }) };
    },
    async follow(params, _, signal) {
      const found = await find(params, signal).catch(() => undefined);
      return found && progressOf(params, found);
    },
  });
}

function checkBounds(desired: number, bounds: Scaling): void {
  if (bounds.kind !== 'bounds' || bounds.isSuspended) return;
  if (desired >= bounds.least && desired <= bounds.most) return;
  const what = `Application Auto Scaling keeps it between ${bounds.least} and ${bounds.most} tasks, and would set it back.`;
  throw new ActionProblem(what, 'Ask for a number of these, or change its bounds first.');
}

function boundsText(bounds: Scaling): string {
  switch (bounds.kind) {
    case 'none':
      return 'Application Auto Scaling has no part in it.';
    case 'unread':
      return `Whether Application Auto Scaling has a part in it is not known: ${bounds.why}`;
    case 'bounds': {
      const text = `Application Auto Scaling keeps it between ${bounds.least} and ${bounds.most}`;
      return `${text}${bounds.isSuspended ? ', but is suspended' : ''}.`;
    }
  }
}

function standing({ desiredCount, runningCount = 0, pendingCount = 0 }: Service): string {
  const pending = pendingCount === 0 ? '' : `, ${pendingCount} pending`;
  return `${countText(desiredCount ?? 0, 'task')} wanted: ${runningCount} running${pending}.`;
}

function progressOf({ desired }: Params, found: Service): Progress {
  const what = standing(found);
  if (found.desiredCount !== desired) {
    return { state: 'failed', what: `Somebody else, or auto scaling, has changed it: ${what}` };
  }
  const isThere = found.runningCount === desired && (found.pendingCount ?? 0) === 0;
  if (isThere) return { state: 'succeeded', what };
  const newest = found.events?.[0]?.message ?? '';
  const why = newest.includes('unable') ? ` ${wordsOf(newest)}` : '';
  return { state: 'running', what: `${what}${why}` };
}
