import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EcsService } from '../../../demo/aws/ecs.ts';
import type { AwsActions } from '../../../demo/aws/start.ts';
import type { Action } from '../../../src/runbooks/actions/action.ts';
import { BUSY, DENIED, findRealAction, signal, startRealActions } from './real-actions.ts';

const PARAMS = { cluster: 'shop', service: 'checkout', desired: 8 };

let aws: AwsActions;
let action: Action;
beforeAll(async () => {
  aws = await startRealActions();
  action = await findRealAction('ecs_capacity');
});
beforeEach(() => aws.clear());
afterAll(() => aws.stop());

const dryRun = (params: unknown = PARAMS) => action.dryRun(params, signal());

function become(service: Partial<EcsService>): void {
  Object.assign(aws.ecs.services.get('shop/checkout') ?? {}, service);
}

test('a number outside what Application Auto Scaling keeps it to is not offered: it would be set back', async () => {
  await expect(dryRun({ ...PARAMS, desired: 11 })).rejects.toThrow(
    'Application Auto Scaling keeps it between 2 and 10 tasks, and would set it back.',
  );
  await expect(dryRun({ ...PARAMS, desired: 1 })).rejects.toThrow('between 2 and 10 tasks');
  const target = 'service/shop/checkout';
  aws.applicationScaling.targets.set(target, { least: 2, most: 10, isSuspended: true });
  expect(await dryRun({ ...PARAMS, desired: 11 })).toMatchObject({
    before: expect.stringContaining('keeps it between 2 and 10, but is suspended.'),
  });
  aws.applicationScaling.targets.clear();
  expect(await dryRun({ ...PARAMS, desired: 11 })).toMatchObject({
    before: '4 tasks wanted: 4 running. Application Auto Scaling has no part in it.',
  });
});

test('bounds that may not be read are no reason to do nothing, and their lack is said', async () => {
  aws.faultOf = ({ operation }) => (operation === 'DescribeScalableTargets' ? DENIED : undefined);
  expect(await dryRun()).toMatchObject({
    before: expect.stringContaining(
      "is not known: AWS does not allow application-autoscaling:DescribeScalableTargets to the bot's role.",
    ),
  });
});

test('a service that is not there, is being removed, or has a task on each instance is not offered', async () => {
  await expect(dryRun({ ...PARAMS, service: 'chekout' })).rejects.toThrow(
    'shop/chekout can not be changed: no such service.',
  );
  become({ status: 'DRAINING' });
  await expect(dryRun()).rejects.toThrow('shop/checkout can not be changed: draining.');
  become({ status: 'ACTIVE', scheduling: 'DAEMON' });
  await expect(dryRun()).rejects.toThrow('one task on each instance');
});

test('it is followed until as many run, with the reason where they do not come', async () => {
  const { was } = await dryRun();
  const { handle, link } = Object(await action.run(PARAMS, 'key', signal(), was));
  expect(link).toBe(
    'https://console.aws.amazon.com/ecs/v2/clusters/shop/services/checkout?region=us-east-1',
  );
  const progress = () => action.follow?.(PARAMS, handle, signal());
  become({ running: 5, pending: 3 });
  expect(await progress()).toEqual({
    state: 'running',
    what: '8 tasks wanted: 5 running, 3 pending.',
  });
  become({ pending: 0, events: ['(service checkout) was unable to place a task.'] });
  expect(await progress()).toEqual({
    state: 'running',
    what: '8 tasks wanted: 5 running. (service checkout) was unable to place a task.',
  });
  become({ running: 8 });
  expect(await progress()).toEqual({ state: 'succeeded', what: '8 tasks wanted: 8 running.' });
  become({ desired: 6 });
  expect(await progress()).toEqual({
    state: 'failed',
    what: 'Somebody else, or auto scaling, has changed it: 6 tasks wanted: 8 running.',
  });
  aws.ecs.services.clear();
  expect(await progress()).toBeUndefined();
});

test('it waits while AWS has no time to say what there is', async () => {
  const { was } = await dryRun();
  aws.faultOf = ({ operation }) => (operation === 'DescribeServices' ? BUSY : undefined);
  expect(await action.run(PARAMS, 'key', signal(), was)).toMatchObject({ outcome: 'later' });
  expect(aws.effects).toEqual([]);
});

test('parameters are read as the config is, with what to write', () => {
  const read = action.params.safeParse({ ...PARAMS, desired: 'many', region: 'mars' });
  expect(read.error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
    ['desired', '"many" is not a whole number of at least 0'],
    ['region', '"mars" is not a region of AWS'],
  ]);
  expect(action.params.parse({ ...PARAMS, desired: '12' })).toMatchObject({ desired: 12 });
});
