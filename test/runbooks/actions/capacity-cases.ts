import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { ECSClient } from '@aws-sdk/client-ecs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { AwsActions } from '../../../demo/aws/start.ts';
import { reading } from '../../../src/runbooks/actions/action.ts';
import { autoscalingCapacity } from '../../../src/runbooks/actions/auto-scaling/autoscaling-capacity.ts';
import { ecsCapacity } from '../../../src/runbooks/actions/ecs/ecs-capacity.ts';
import { featureFlag } from '../../../src/runbooks/actions/systems-manager/feature-flag.ts';
import type { ActionCase } from './action-case.ts';

const checkout = (aws: AwsActions) => {
  const found = aws.ecs.services.get('shop/checkout');
  if (found === undefined) throw new Error('the sample has it');
  return found;
};
const web = (aws: AwsActions) => {
  const found = aws.autoScaling.groups.get('web');
  if (found === undefined) throw new Error('the sample has it');
  return found;
};

/** What is in the parameter, and of what kind it is: versions only go on. */
const seenFlag = ({ ssm }: AwsActions) => {
  const flag = ssm.parameters.get('/shop/new-cart');
  return [flag?.value, flag?.type, flag?.tier, flag?.pattern, flag?.description];
};

export const CAPACITY_CASES: readonly ActionCase[] = [
  {
    about: 'the tasks of a service',
    action(settings) {
      const ecs = new ECSClient(settings);
      const scaling = new ApplicationAutoScalingClient(settings);
      return reading(ecsCapacity({ ecs: () => ecs, scaling: () => scaling }));
    },
    params: { cluster: 'shop', service: 'checkout', desired: 8 },
    before: '4 tasks wanted: 4 running. Application Auto Scaling keeps it between 2 and 10.',
    after: '8 tasks are wanted.',
    effect: 'UpdateService',
    seen: (aws) => checkout(aws).desired,
    meddle: (aws) => {
      checkout(aws).desired = 5;
    },
    settle: (aws) => {
      checkout(aws).running = checkout(aws).desired;
    },
  },
  {
    about: 'the capacity of a group',
    action(settings) {
      const client = new AutoScalingClient(settings);
      return reading(autoscalingCapacity(() => client));
    },
    params: { group: 'web', desired: '6' },
    before: 'A capacity of 4, between 2 and 10: 4 in service.',
    after: 'A capacity of 6.',
    effect: 'SetDesiredCapacity',
    seen: (aws) => web(aws).desired,
    meddle: (aws) => {
      web(aws).desired = 5;
    },
    settle: (aws) => {
      web(aws).instances = Array<string>(web(aws).desired).fill('InService');
    },
  },
  {
    about: 'a feature flag',
    action(settings) {
      const client = new SSMClient(settings);
      return reading(featureFlag(() => client));
    },
    params: { parameter: '/shop/new-cart', value: 'on' },
    before: '/shop/new-cart is "off" (version 7).',
    after: 'It is "on" (version 8).',
    effect: 'PutParameter',
    seen: seenFlag,
    meddle: (aws) => aws.ssm.put('/shop/new-cart', 'half'),
  },
];
