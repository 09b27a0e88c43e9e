import { ECSClient } from '@aws-sdk/client-ecs';
import type { AwsActions } from '../../../demo/aws/start.ts';
import { reading } from '../../../src/runbooks/actions/action.ts';
import { ecsRollback } from '../../../src/runbooks/actions/ecs/ecs-rollback.ts';
import type { ActionCase } from './action-case.ts';

export const checkout = (aws: AwsActions) => {
  const found = aws.ecs.services.get('shop/checkout');
  if (found === undefined) throw new Error('the sample has it');
  return found;
};

const rollback = {
  action: (settings) => reading(ecsRollback(() => new ECSClient(settings))),
  effect: 'UpdateService',
  seen: (aws) => checkout(aws).deployments[0]?.taskDefinition,
  meddle(aws) {
    const deployment = { id: 'ecs-svc/77', taskDefinition: 'checkout:39' };
    checkout(aws).deployments = [{ ...deployment, rollout: 'COMPLETED' }];
  },
  settle(aws) {
    checkout(aws).deployments.splice(1);
    for (const one of checkout(aws).deployments) one.rollout = 'COMPLETED';
  },
} satisfies Partial<ActionCase>;

export const ECS_CASES: readonly ActionCase[] = [
  {
    ...rollback,
    about: 'the revision before',
    params: { cluster: 'shop', service: 'checkout' },
    before: 'shop/checkout runs checkout:41 (checkout:2.41): 4 of 4 tasks run.',
    after:
      'It runs checkout:40 (checkout:2.40), rolled out as any deployment. If it can not be, ECS goes back by itself.',
  },
  {
    ...rollback,
    about: 'what still runs beside that which is rolled out',
    given(aws) {
      checkout(aws).deployments = [
        { id: 'ecs-svc/9', taskDefinition: 'checkout:41', rollout: 'IN_PROGRESS' },
        { id: 'ecs-svc/8', taskDefinition: 'checkout:39', rollout: 'COMPLETED' },
      ];
    },
    params: { cluster: 'shop', service: 'checkout' },
    before:
      'shop/checkout runs checkout:41 (checkout:2.41): 4 of 4 tasks run, and it is still being rolled out.',
    after:
      'It runs checkout:39 (checkout:2.39), rolled out as any deployment. If it can not be, ECS goes back by itself.',
    meddle(aws) {
      checkout(aws).deployments.splice(1);
    },
  },
  {
    ...rollback,
    about: 'a revision that is named, where the same was deployed once more meanwhile',
    params: { cluster: 'shop', service: 'checkout', task_definition: 'checkout:39' },
    before: 'shop/checkout runs checkout:41 (checkout:2.41): 4 of 4 tasks run.',
    after:
      'It runs checkout:39 (checkout:2.39), rolled out as any deployment. If it can not be, ECS goes back by itself.',
    meddle(aws) {
      const deployment = { id: 'ecs-svc/77', taskDefinition: 'checkout:41' };
      checkout(aws).deployments = [{ ...deployment, rollout: 'COMPLETED' }];
    },
  },
];
