import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AwsActions } from '../../../demo/aws/start.ts';
import type { Action } from '../../../src/runbooks/actions/action.ts';
import { deploy } from './codedeploy-cases.ts';
import { findRealAction, signal, startRealActions } from './real-actions.ts';

const PARAMS = { application: 'shop', deployment_group: 'production' };
const KEY = 'run-0123456789abcdef0123456789abcdef';

let aws: AwsActions;
let action: Action;
beforeAll(async () => {
  aws = await startRealActions();
  action = await findRealAction('codedeploy_rollback');
});
beforeEach(() => aws.clear());
afterAll(() => aws.stop());

const dryRun = (params: unknown = PARAMS) => action.dryRun(params, signal());
const newest = () => [...aws.codeDeploy.deployments.values()].at(-1);

async function started(params: unknown = PARAMS): Promise<string> {
  const { was } = await dryRun(params);
  const { handle } = Object(await action.run(params, KEY, signal(), was));
  return String(handle);
}

describe('going back is not offered', () => {
  test('where nothing was deployed, or nothing else with success', async () => {
    aws.codeDeploy.deployments.delete('d-1');
    await expect(dryRun()).rejects.toThrow(
      'Before d-2 no other revision was deployed there with success.',
    );
    aws.codeDeploy.deployments.clear();
    await expect(dryRun()).rejects.toThrow('Nothing was ever deployed there.');
    deploy(aws, 'shop-1.zip', 'InProgress');
    await expect(dryRun()).rejects.toThrow('d-1 is the first deployment');
    await expect(dryRun({ ...PARAMS, deployment_group: 'prod' })).rejects.toThrow(
      'AWS refuses: No Deployment Group found for name: prod',
    );
  });

  test('to a deployment that failed, or whose revision is the one that runs', async () => {
    deploy(aws, 'shop-3.zip', 'Failed');
    deploy(aws, 'shop-4.zip', 'Succeeded');
    await expect(dryRun({ ...PARAMS, deployment_id: 'd-3' })).rejects.toThrow(
      'd-3 did not succeed.',
    );
    await expect(dryRun({ ...PARAMS, deployment_id: 'd-4' })).rejects.toThrow(
      'What d-4 deployed is what runs: s3://releases/shop-4.zip.',
    );
    expect(await dryRun({ ...PARAMS, deployment_id: 'd-1' })).toMatchObject({
      after: 's3://releases/shop-1.zip is deployed again, as d-1 did.',
    });
  });

  test('while another is under way, but to what CodeDeploy goes back to', async () => {
    deploy(aws, 'shop-3.zip', 'InProgress');
    await expect(dryRun({ ...PARAMS, deployment_id: 'd-1' })).rejects.toThrow(
      'd-3 is under way, and once it is stopped CodeDeploy goes back to d-2.',
    );
    await started();
    await expect(dryRun()).rejects.toThrow('CodeDeploy rolls back already, by d-4.');
  });
});

test('the deployment has the key, is made as the good one was, and is followed', async () => {
  const handle = await started();
  expect(handle).toBe('d-3');
  expect(aws.calls.at(-1)?.input).toEqual({
    applicationName: 'shop',
    deploymentGroupName: 'production',
    revision: {
      revisionType: 'S3',
      s3Location: { bucket: 'releases', key: 'shop-1.zip', bundleType: 'zip' },
    },
    description: `Back to d-1. ${KEY}`,
    fileExistsBehavior: 'OVERWRITE',
  });
  const progress = () => action.follow?.(PARAMS, handle, signal());
  expect(await progress()).toEqual({ state: 'running', what: 'd-3 is under way: 1 of 4 done.' });
  Object.assign(newest() ?? {}, { status: 'Failed' });
  expect(await progress()).toEqual({
    state: 'failed',
    what: 'd-3 failed: Too many instances failed.',
  });
});

test('alarms that would stop it are left out where that is wanted, and that is shown', async () => {
  aws.codeDeploy.alarms.push('errors', 'latency');
  const params = { ...PARAMS, ignore_alarms: 'true' };
  expect(await dryRun(params)).toMatchObject({
    after: expect.stringContaining('Alarms do not stop it: errors, latency.'),
  });
  await started(params);
  expect(newest()).toMatchObject({ revision: 'shop-1.zip', hasAlarms: false });
});

describe('what is under way', () => {
  test('is stopped, and followed until CodeDeploy is back', async () => {
    deploy(aws, 'shop-3.zip', 'InProgress');
    const handle = await started();
    const progress = () => action.follow?.(PARAMS, handle, signal());
    expect(await progress()).toEqual({ state: 'running', what: 'd-4 is under way: 1 of 4 done.' });
    Object.assign(newest() ?? {}, { status: 'Succeeded' });
    expect(await progress()).toEqual({ state: 'succeeded', what: 'd-4 succeeded.' });
    expect(await action.stop?.(PARAMS, handle, signal())).toMatchObject({ outcome: 'failed' });
  });

  test('but of which CodeDeploy does not go back is said', async () => {
    deploy(aws, 'shop-3.zip', 'InProgress');
    const handle = await started();
    const stopped = aws.codeDeploy.deployments.get('d-3');
    delete stopped?.rollback;
    expect(await action.follow?.(PARAMS, handle, signal())).toEqual({
      state: 'failed',
      what: 'd-3 was stopped, and CodeDeploy tells of no deployment that goes back. See what its instances run.',
    });
    Object.assign(stopped ?? {}, { status: 'Failed' });
    expect(await action.follow?.(PARAMS, handle, signal())).toEqual({
      state: 'failed',
      what: 'd-3 came to its end before it could be stopped.',
    });
  });

  test('by the run itself can be stopped; what it has deployed stays', async () => {
    const handle = await started();
    expect(await action.stop?.(PARAMS, handle, signal())).toMatchObject({ outcome: 'done' });
    expect(newest()).toMatchObject({ status: 'Stopped', revision: 'shop-1.zip' });
    expect(await action.follow?.(PARAMS, handle, signal())).toEqual({
      state: 'failed',
      what: 'd-3 was stopped.',
    });
    expect(await action.stop?.(PARAMS, handle, signal())).toMatchObject({
      outcome: 'failed',
      what: expect.stringContaining('already complete'),
    });
  });
});

test('nobody goes back to what failed, or was stopped', async () => {
  deploy(aws, 'shop-3.zip', 'Failed');
  const { was = '' } = await dryRun();
  expect(action.inverse?.(PARAMS, was)).toBeUndefined();
});

test('a deployment is named by its id', () => {
  const read = action.params.safeParse({ ...PARAMS, deployment_id: 'yesterday' });
  expect(read.error?.issues).toMatchObject([
    {
      message: '"yesterday" is no deployment',
      params: { hint: 'write its id, such as d-A1B2C3D4E' },
    },
  ]);
  expect(action.title({ ...PARAMS, deployment_id: 'd-1' })).toBe(
    'Roll shop/production back to what d-1 deployed',
  );
});
