import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AwsActions } from '../../../demo/aws/start.ts';
import type { Action } from '../../../src/runbooks/actions/action.ts';
import { live, ordersApi } from './lambda-cases.ts';
import { findRealAction, signal, startRealActions } from './real-actions.ts';

const KEY = 'run-0123456789abcdef0123456789abcdef';

let aws: AwsActions;
let memory: Action;
let rollback: Action;

beforeAll(async () => {
  aws = await startRealActions();
  memory = await findRealAction('lambda_memory');
  rollback = await findRealAction('lambda_rollback');
});
beforeEach(() => aws.clear());
afterAll(() => aws.stop());

const shown = (action: Action, params: unknown) => action.dryRun(params, signal());
const mistakeIn = (action: Action, params: unknown) =>
  action.params.safeParse(params).error?.issues.map(({ message }) => message);

describe('the memory of a function', () => {
  const params = { function: 'orders-api', memory: 1_024 };

  test('that it has already, or that no function can have, is not offered', async () => {
    await expect(shown(memory, { ...params, memory: 512 })).rejects.toThrow(
      'It is 512 MB already.',
    );
    ordersApi(aws).memory = 6_144;
    await expect(shown(memory, { function: 'orders-api', times: 2 })).rejects.toThrow(
      '6,144 MB × 2 is 12,288 MB; a function has from 128 MB to 10,240 MB.',
    );
    await expect(shown(memory, { ...params, function: 'order-api' })).rejects.toThrow(
      'AWS refuses: Function not found',
    );
  });

  test('waits while the function is being updated', async () => {
    const { was } = await shown(memory, params);
    ordersApi(aws).update = 'InProgress';
    await expect(shown(memory, params)).rejects.toThrow('orders-api is being updated.');
    expect(await memory.run(params, KEY, signal(), was)).toEqual({
      outcome: 'later',
      what: 'orders-api is being updated.',
    });
  });

  test('that was changed between looking and setting is looked at again first', async () => {
    const { was } = await shown(memory, params);
    aws.faultOf = ({ operation }) => {
      if (operation === 'UpdateFunctionConfiguration') ordersApi(aws).revision += 1;
      return undefined;
    };
    expect(await memory.run(params, KEY, signal(), was)).toEqual({
      outcome: 'later',
      what: 'It was changed at the same moment.',
    });
    expect(aws.effects).toEqual([]);
  });

  test('that could not be set says why', async () => {
    ordersApi(aws).update = 'Failed';
    expect(await memory.follow?.(params, 'orders-api', signal())).toEqual({
      state: 'failed',
      what: 'The update failed: The image is gone.',
    });
  });

  test('is said in one way, within bounds, of a function and not of its version', () => {
    const either = ['it stands beside `times`: write one of them'];
    expect(mistakeIn(memory, { function: 'orders-api' })).toEqual(either);
    expect(mistakeIn(memory, { ...params, times: 2 })).toEqual(either);
    const megabytes = ['"64" is not a whole number of MB'];
    expect(mistakeIn(memory, { ...params, memory: 64 })).toEqual(megabytes);
    expect(mistakeIn(memory, { ...params, memory: 'a lot' })).toEqual([
      '"a lot" is not a whole number of MB',
    ]);
    expect(mistakeIn(memory, { ...params, function: 'orders-api:7' })).toEqual([
      '"orders-api:7" is not a function',
    ]);
    const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:orders-api';
    expect(memory.title({ ...params, function: arn })).toBe(
      'Set the memory of orders-api to 1,024 MB',
    );
    expect(memory.title({ function: 'orders-api', times: 2 })).toBe(
      'Multiply the memory of orders-api by 2',
    );
  });
});

describe('rolling an alias back', () => {
  const params = { function: 'orders-api', alias: 'live' };

  test('is not offered where there is no version before, or none of that number', async () => {
    live(aws).version = '1';
    await expect(shown(rollback, params)).rejects.toThrow(
      'live runs version 1, and there is none before.',
    );
    live(aws).version = '$LATEST';
    await expect(shown(rollback, params)).rejects.toThrow('live runs $LATEST');
    await expect(shown(rollback, { ...params, version: '7' })).rejects.toThrow(
      'orders-api has no version 7.',
    );
  });

  test('skips versions that were deleted', async () => {
    ordersApi(aws).versions.delete('2');
    expect(await shown(rollback, params)).toMatchObject({
      after: expect.stringContaining('version 1'),
    });
  });

  test('is not done where the version to go back to was deleted meanwhile', async () => {
    const { was } = await shown(rollback, params);
    ordersApi(aws).versions.delete('2');
    expect(await rollback.run(params, KEY, signal(), was)).toMatchObject({
      outcome: 'failed',
      what: 'Meanwhile it was changed, and is version 3: nothing was done.',
    });
    expect(aws.effects).toEqual([]);
  });

  test('needs an alias by its name', () => {
    expect(mistakeIn(rollback, { ...params, alias: '3' })).toEqual([
      '"3" is not the name of an alias',
    ]);
    expect(rollback.title(params)).toBe('Roll live of orders-api back to the version before');
  });
});
