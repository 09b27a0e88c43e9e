import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ScalingGroup } from '../../../demo/aws/auto-scaling.ts';
import type { AwsActions } from '../../../demo/aws/start.ts';
import type { Action } from '../../../src/runbooks/actions/action.ts';
import { findRealAction, signal, startRealActions } from './real-actions.ts';

const PARAMS = { group: 'web', desired: 6 };

let aws: AwsActions;
let action: Action;
beforeAll(async () => {
  aws = await startRealActions();
  action = await findRealAction('autoscaling_capacity');
});
beforeEach(() => aws.clear());
afterAll(() => aws.stop());

const dryRun = (params: unknown = PARAMS) => action.dryRun(params, signal());

function become(group: Partial<ScalingGroup>): void {
  Object.assign(aws.autoScaling.groups.get('web') ?? {}, group);
}

test('a capacity outside the bounds of the group is not offered, nor one of a group that is not there', async () => {
  for (const desired of [1, 11]) {
    await expect(dryRun({ ...PARAMS, desired })).rejects.toThrow('between 2 and 10.');
  }
  await expect(dryRun({ ...PARAMS, group: 'wbe' })).rejects.toThrow('There is no group wbe.');
  become({ status: 'Delete in progress' });
  await expect(dryRun()).rejects.toThrow('The group web is being deleted.');
});

test('suspended processes are said; where nothing would come of it, it is not offered', async () => {
  become({ suspended: ['AlarmNotification', 'Terminate'] });
  expect(await dryRun()).toMatchObject({
    before: expect.stringContaining('Suspended: AlarmNotification, Terminate.'),
  });
  await expect(dryRun({ ...PARAMS, desired: 2 })).rejects.toThrow('Terminate is suspended');
  become({ suspended: ['Launch'] });
  await expect(dryRun()).rejects.toThrow('Launch is suspended');
});

test('instances that are protected are said where some would have to go', async () => {
  become({ isProtected: true });
  expect(await dryRun({ ...PARAMS, desired: 2 })).toMatchObject({
    after: 'A capacity of 2. 4 instances protected from that will not be ended.',
  });
  expect(await dryRun()).toMatchObject({ after: 'A capacity of 6.' });
});

test('a group that cools down is waited for', async () => {
  const { was } = await dryRun();
  become({ isCoolingDown: true });
  expect(await action.run(PARAMS, 'key', signal(), was)).toMatchObject({ outcome: 'later' });
  expect(aws.effects).toEqual([]);
});

test('it is followed until the instances are in service, or another capacity is set', async () => {
  const { was } = await dryRun();
  const { handle, link } = Object(await action.run(PARAMS, 'key', signal(), was));
  expect(link).toBe(
    'https://console.aws.amazon.com/ec2/home?region=us-east-1#AutoScalingGroupDetails:id=web;view=details',
  );
  const progress = () => action.follow?.(PARAMS, handle, signal());
  const four = Array<string>(4).fill('InService');
  become({ instances: [...four, 'Pending', 'Pending:Wait'] });
  expect(await progress()).toEqual({
    state: 'running',
    what: 'A capacity of 6: 4 in service, 2 coming or going.',
  });
  become({ instances: [...four, 'InService', 'InService'] });
  expect(await progress()).toEqual({
    state: 'succeeded',
    what: 'A capacity of 6: 6 in service.',
  });
  become({ desired: 3 });
  expect(await progress()).toMatchObject({ state: 'failed' });
});

test('fewer instances are only there when the others are gone', async () => {
  const params = { ...PARAMS, desired: 2 };
  const { was } = await dryRun(params);
  const { handle } = Object(await action.run(params, 'key', signal(), was));
  expect(await action.follow?.(params, handle, signal())).toMatchObject({ state: 'running' });
});
