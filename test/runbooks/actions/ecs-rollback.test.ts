import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AwsActions } from '../../../demo/aws/start.ts';
import type { Action } from '../../../src/runbooks/actions/action.ts';
import { checkout } from './ecs-cases.ts';
import { findRealAction, signal, startRealActions } from './real-actions.ts';

const PARAMS = { cluster: 'shop', service: 'checkout' };
const KEY = 'run-0123456789abcdef0123456789abcdef';

let aws: AwsActions;
let action: Action;
beforeAll(async () => {
  aws = await startRealActions();
  action = await findRealAction('ecs_rollback');
});
beforeEach(() => aws.clear());
afterAll(() => aws.stop());

const dryRun = (params: unknown = PARAMS) => action.dryRun(params, signal());

test('revisions that are not active any more are passed over, and not offered', async () => {
  Object.assign(aws.ecs.taskDefinitions.get('checkout:40') ?? {}, { isActive: false });
  expect(await dryRun()).toMatchObject({ after: expect.stringContaining('checkout:39') });
  await expect(dryRun({ ...PARAMS, task_definition: 'checkout:40' })).rejects.toThrow(
    'checkout:40 is not active any more.',
  );
  aws.ecs.taskDefinitions.delete('checkout:39');
  await expect(dryRun()).rejects.toThrow('checkout:41 runs, and of those before none is active.');
  await expect(dryRun({ ...PARAMS, task_definition: 'checkout:41' })).rejects.toThrow(
    'It is checkout:41 already.',
  );
});

test('what CodeDeploy or something else deploys is left to that', async () => {
  checkout(aws).controller = 'CODE_DEPLOY';
  await expect(dryRun()).rejects.toMatchObject({
    message: 'shop/checkout is deployed by CodeDeploy.',
    mend: 'Use codedeploy_rollback.',
  });
  checkout(aws).controller = 'EXTERNAL';
  await expect(dryRun()).rejects.toThrow('shop/checkout is not deployed by ECS.');
});

test('it is followed until ECS has rolled it out, or has gone back by itself', async () => {
  const { was } = await dryRun();
  const { handle } = Object(await action.run(PARAMS, KEY, signal(), was));
  const progress = () => action.follow?.(PARAMS, handle, signal());
  expect(await progress()).toEqual({ state: 'running', what: 'checkout:40: 0 of 4 tasks run.' });
  const [deployment] = checkout(aws).deployments;
  Object.assign(deployment ?? {}, { rollout: 'FAILED', reason: 'tasks failed to start.' });
  expect(await progress()).toEqual({
    state: 'failed',
    what: 'checkout:40: 0 of 4 tasks run. tasks failed to start.',
  });
  checkout(aws).deployments.unshift({
    id: 'ecs-svc/77',
    taskDefinition: 'checkout:41',
    rollout: 'IN_PROGRESS',
  });
  expect(await progress()).toEqual({
    state: 'failed',
    what: 'ECS is back at checkout:41, or somebody has deployed that. tasks failed to start.',
  });
});

test('of which no answer came, and which ECS has taken back by then, nobody knows', async () => {
  const { was } = await dryRun();
  checkout(aws).deployments.unshift({
    id: 'ecs-svc/77',
    taskDefinition: 'checkout:41',
    rollout: 'COMPLETED',
  });
  expect(await action.lookUp(PARAMS, KEY, signal(), was)).toMatchObject({
    outcome: 'unknown',
    isFinal: true,
  });
});

test('while it is rolled out it can be stopped: ECS goes back to what ran before', async () => {
  const { was } = await dryRun();
  const { handle } = Object(await action.run(PARAMS, KEY, signal(), was));
  expect(await action.stop?.(PARAMS, handle, signal())).toMatchObject({ outcome: 'done' });
  expect(checkout(aws).deployments[0]?.taskDefinition).toBe('checkout:41');
  for (const one of checkout(aws).deployments) one.rollout = 'COMPLETED';
  expect(await action.stop?.(PARAMS, handle, signal())).toMatchObject({
    outcome: 'failed',
    mend: 'Undo it instead.',
  });
});

test('what somebody else has deployed since is not stopped', async () => {
  const { was } = await dryRun();
  const { handle } = Object(await action.run(PARAMS, KEY, signal(), was));
  const deployment = { id: 'ecs-svc/99', taskDefinition: 'checkout:39', rollout: 'IN_PROGRESS' };
  checkout(aws).deployments.unshift({ ...deployment, rollout: 'IN_PROGRESS' });
  expect(await action.stop?.(PARAMS, handle, signal())).toMatchObject({
    outcome: 'failed',
    what: 'Somebody has deployed checkout:39 since, which is not stopped.',
  });
  expect(aws.count('StopServiceDeployment')).toBe(0);
});

test('a task definition is named with its revision', () => {
  const read = action.params.safeParse({ ...PARAMS, task_definition: 'checkout' });
  expect(read.error?.issues).toMatchObject([
    {
      message: '"checkout" is no revision of a task definition',
      params: { hint: 'write its family and revision, such as checkout:41' },
    },
  ]);
  const arn = 'arn:aws:ecs:us-east-1:111122223333:task-definition/checkout:39';
  expect(action.title({ ...PARAMS, task_definition: arn })).toBe(
    'Roll shop/checkout back to checkout:39',
  );
});
