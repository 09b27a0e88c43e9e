import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AwsActions } from '../../../demo/aws/start.ts';
import type { Action } from '../../../src/runbooks/actions/action.ts';
import { live, ordersApi } from './lambda-cases.ts';
import { findRealAction, signal, startRealActions } from './real-actions.ts';

let aws: AwsActions;
let action: Action;
beforeAll(async () => {
  aws = await startRealActions();
});
beforeEach(() => aws.clear());
afterAll(() => aws.stop());

const dryRun = (params: unknown) => action.dryRun(params, signal());

describe('the calls of an alias', () => {
  const PARAMS = { function: 'orders-api', alias: 'live', version: '2', weight: 10 };
  beforeAll(async () => {
    action = await findRealAction('lambda_traffic');
  });

  test('are not split where it is not known between which versions', async () => {
    await expect(dryRun({ ...PARAMS, version: '3' })).rejects.toMatchObject({
      message: 'The alias points to version 3 alone: it is not known which gets the rest.',
      mend: 'Name it in `rest`.',
    });
    await expect(dryRun({ ...PARAMS, rest: '2' })).rejects.toThrow('Both versions are the same.');
    live(aws).version = '$LATEST';
    await expect(dryRun(PARAMS)).rejects.toThrow('only between versions that were published');
  });

  test('are not sent to a version, nor by an alias, that there is not', async () => {
    await expect(dryRun({ ...PARAMS, version: '9' })).rejects.toThrow('Function not found');
    await expect(dryRun({ ...PARAMS, alias: 'liev' })).rejects.toThrow('Cannot find alias');
  });

  test('are as they are already where nothing would change', async () => {
    await expect(dryRun({ ...PARAMS, version: '3', weight: 100 })).rejects.toThrow(
      'It is version 3 for 100 % of its calls already.',
    );
  });

  test('are left alone where somebody shifts them between the look and the change', async () => {
    const { was } = await dryRun(PARAMS);
    aws.faultOf = ({ operation }) => {
      if (operation === 'UpdateAlias') live(aws).revision += 1;
      return undefined;
    };
    expect(await action.run(PARAMS, 'key', signal(), was)).toMatchObject({ outcome: 'later' });
    aws.faultOf = () => undefined;
    expect(await action.run(PARAMS, 'key', signal(), was)).toMatchObject({ outcome: 'failed' });
    expect(live(aws)).toMatchObject({ version: '3', weights: {} });
  });

  test('parts are in percent, and versions are numbers', () => {
    const read = action.params.safeParse({ ...PARAMS, version: 'two', weight: 110 });
    expect(read.error?.issues.map(({ message }) => message)).toEqual([
      '"two" is not a version',
      '"110" is not a percentage',
    ]);
  });

  test('of a percentage with binary fractions come back to exactly what they were', async () => {
    ordersApi(aws).aliases.set('live', { version: '3', weights: { 2: 0.07 }, revision: 1 });
    const params = { ...PARAMS, weight: 29.3 };
    const { was = '', before } = await dryRun(params);
    expect(before).toBe('live of orders-api: version 3 for 93 %, version 2 for 7 % of its calls.');
    await action.run(params, 'key', signal(), was);
    expect(live(aws).weights).toEqual({ 2: 0.293 });
    const back = action.inverse?.(params, was);
    expect(back).toMatchObject({ version: '2', weight: 7, rest: '3' });
    await action.run(back, 'undo', signal(), (await dryRun(back)).was);
    expect(live(aws)).toMatchObject({ version: '3', weights: { 2: 0.07 } });
  });
});

describe('the calls of an endpoint', () => {
  const PARAMS = { endpoint: 'churn', weights: { champion: 1, challenger: 1 } };
  const churn = () => aws.sagemaker.endpoints.get('churn') ?? Object(undefined);
  beforeAll(async () => {
    action = await findRealAction('sagemaker_traffic');
  });

  test('are not sent to a variant, nor by an endpoint, that there is not', async () => {
    await expect(dryRun({ ...PARAMS, weights: { chalenger: 1 } })).rejects.toMatchObject({
      message: 'churn has no variant "chalenger".',
      mend: 'Write challenger.',
    });
    await expect(dryRun({ ...PARAMS, endpoint: 'chrun' })).rejects.toThrow('Could not find');
  });

  test('go somewhere: not all weights are nothing, and there is another variant', async () => {
    const none = { champion: 0, challenger: 0 };
    await expect(dryRun({ ...PARAMS, weights: none })).rejects.toThrow('would have a weight');
    churn().variants.delete('challenger');
    await expect(dryRun({ ...PARAMS, weights: { champion: 5 } })).rejects.toThrow(
      'has one variant, which gets every call',
    );
    expect(action.params.safeParse({ ...PARAMS, weights: {} }).success).toBe(false);
  });

  test('are shifted once the endpoint is in service', async () => {
    const { was } = await dryRun(PARAMS);
    churn().status = 'Updating';
    await expect(dryRun(PARAMS)).rejects.toThrow('churn is not in service, but Updating.');
    expect(await action.run(PARAMS, 'key', signal(), was)).toMatchObject({ outcome: 'later' });
    churn().status = 'InService';
    expect(await action.run(PARAMS, 'key', signal(), was)).toMatchObject({ outcome: 'done' });
  });

  test('are followed, also to where an update came to nothing', async () => {
    const { handle } = Object(
      await action.run(PARAMS, 'key', signal(), (await dryRun(PARAMS)).was),
    );
    const progress = () => action.follow?.(PARAMS, handle, signal());
    expect(await progress()).toEqual({ state: 'running', what: 'The endpoint is being updated.' });
    churn().status = 'Failed';
    expect(await progress()).toEqual({
      state: 'failed',
      what: 'The endpoint is Failed: no capacity',
    });
    churn().status = 'InService';
    churn().variants.get('champion').desired = 9;
    expect(await progress()).toEqual({
      state: 'failed',
      what: 'It is in service with other weights, champion 9, challenger 1.',
    });
  });
});
