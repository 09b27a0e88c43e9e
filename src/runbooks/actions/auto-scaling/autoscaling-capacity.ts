import {
  DescribeAutoScalingGroupsCommand,
  SetDesiredCapacityCommand,
  type AutoScalingClient,
  type AutoScalingGroup,
} from '@aws-sdk/client-auto-scaling';
import { z } from 'zod';
import { integer, named } from '../../../config/schema/fields.ts';
import { parseArn } from '../../../intake/aws/arn.ts';
import { consoleLink, encoded } from '../../../intake/aws/console.ts';
import { ActionProblem, type ActionOf, type Progress } from '../action.ts';
import { ONCE, replacing } from '../aws/replacing.ts';
import { asking, placeFields, placeText, type Place } from '../aws/place.ts';
import { countText } from '../aws/words.ts';

const schema = z.strictObject({
  group: named('web'),
  /** In what the group counts: instances, unless it says otherwise. */
  desired: integer(0),
  ...placeFields,
});

const value = z.strictObject({ desired: z.int() });

type Params = z.output<typeof schema>;

/**
 * Sets the capacity that is wanted of a group of instances, within its own bounds and not while it cools down, and
 * follows it until it is there.
 *
 * Needs autoscaling:DescribeAutoScalingGroups and autoscaling:SetDesiredCapacity.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetDesiredCapacity.html
 */
export function autoscalingCapacity(
  clientOf: (place: Place, attempts?: number) => AutoScalingClient,
): ActionOf<Params> {
  async function find(params: Params, signal: AbortSignal): Promise<AutoScalingGroup> {
    const { group } = params;
    const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [group] });
    const { AutoScalingGroups: [found] = [] } = await asking(
      'autoscaling:DescribeAutoScalingGroups',
      params,
      () => clientOf(params).send(command, { abortSignal: signal }),
    );
    if (found === undefined) {
      throw new ActionProblem(`There is no group ${group}.`, 'Name one of this region.');
    }
    if (found.Status === undefined) return found;
    throw new ActionProblem(`The group ${group} is being deleted.`, 'Name another one.');
  }

  return replacing<Params, AutoScalingGroup, z.output<typeof value>>({
    name: 'autoscaling_capacity',
    params: schema,
    title: ({ group, desired }) => `Set the capacity of ${group} to ${desired}`,
    target: ({ group, ...place }) => `group ${group} ${placeText(place)}`.trim(),
    targetName: ({ group }) => group,
    figure: { of: ({ desired }) => desired, unit: 'instances' },
    permission: 'autoscaling:SetDesiredCapacity',
    find,
    value,
    valueOf: ({ DesiredCapacity = 0 }) => ({ desired: DesiredCapacity }),
    wanted: ({ desired }) => ({ desired }),
    words: ({ desired }) => `a capacity of ${desired}`,
    back: (params, { desired }) => ({ ...params, desired }),
    shown({ desired }, found) {
      checkBounds(desired, found);
      checkSuspended(desired, found);
      const { MinSize: least, MaxSize: most } = found;
      const before = [
        `A capacity of ${found.DesiredCapacity}, between ${least} and ${most}: ${standing(found)}.`,
        suspendedText(found),
      ];
      const after = [`A capacity of ${desired}.`, protectedText(desired, found)];
      return { before: before.join(' ').trim(), after: after.join(' ').trim() };
    },
    async put({ group, desired, ...place }, _, signal) {
      const command = new SetDesiredCapacityCommand({
        AutoScalingGroupName: group,
        DesiredCapacity: desired,
        HonorCooldown: true,
      });
      await clientOf(place, ONCE).send(command, { abortSignal: signal });
      return undefined;
    },
    marks({ group }, { AutoScalingGroupARN: arn }) {
      const page = `#AutoScalingGroupDetails:id=${encoded(group)};view=details`;
      const link = consoleLink(parseArn(arn)?.region, 'ec2/home', page)?.url;
      return { handle: arn ?? group, ...(link !== undefined && { link }) };
    },
    async follow(params, _, signal) {
      const found = await find(params, signal).catch(() => undefined);
      return found && progressOf(params, found);
    },
  });
}

function checkBounds(desired: number, { MinSize = 0, MaxSize = 0 }: AutoScalingGroup): void {
  if (desired >= MinSize && desired <= MaxSize) return;
  const what = `The group keeps between ${MinSize} and ${MaxSize}.`;
  throw new ActionProblem(what, 'Ask for a number of these, or change its bounds first.');
}

/** While these are suspended nothing comes of another capacity. */
function checkSuspended(desired: number, found: AutoScalingGroup): void {
  const needed = desired > (found.DesiredCapacity ?? 0) ? 'Launch' : 'Terminate';
  if (!suspendedIn(found).includes(needed)) return;
  const what = `Its process ${needed} is suspended: the number of instances would stay as it is.`;
  throw new ActionProblem(what, 'Resume it first.');
}

function suspendedIn({ SuspendedProcesses: some = [] }: AutoScalingGroup): string[] {
  return some.map(({ ProcessName = '' }) => ProcessName);
}

function suspendedText(found: AutoScalingGroup): string {
  const suspended = suspendedIn(found);
  return suspended.length === 0 ? '' : `Suspended: ${suspended.join(', ')}.`;
}

function protectedText(desired: number, found: AutoScalingGroup): string {
  const { DesiredCapacity: now = 0, Instances: instances = [] } = found;
  const count = instances.filter((one) => one.ProtectedFromScaleIn).length;
  if (desired > now || count === 0) return '';
  return `${countText(count, 'instance')} protected from that will not be ended.`;
}

function standing(found: AutoScalingGroup): string {
  const { inService, moving } = countsOf(found);
  return `${inService} in service${moving === 0 ? '' : `, ${moving} coming or going`}`;
}

/** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html */
function countsOf({ Instances: instances = [] }: AutoScalingGroup) {
  const there = instances.filter((one) => one.LifecycleState === 'InService');
  const weights = there.map((one) => Number(one.WeightedCapacity ?? 1));
  const moving = instances.filter((one) =>
    /^(Pending|Terminating)/u.test(one.LifecycleState ?? ''),
  );
  return {
    inService: there.length,
    moving: moving.length,
    capacity: weights.reduce((sum, one) => sum + one, 0),
    heaviest: Math.max(1, ...weights),
  };
}

function progressOf({ desired }: Params, found: AutoScalingGroup): Progress {
  const what = `A capacity of ${found.DesiredCapacity}: ${standing(found)}.`;
  if (found.DesiredCapacity !== desired) {
    return { state: 'failed', what: `Somebody else, or a policy, has changed it. ${what}` };
  }
  // With weights a group may have more than it wants, by less than one instance.
  const { capacity, moving, heaviest } = countsOf(found);
  const isThere = moving === 0 && capacity >= desired && capacity - desired < heaviest;
  return { state: isThere ? 'succeeded' : 'running', what };
}
