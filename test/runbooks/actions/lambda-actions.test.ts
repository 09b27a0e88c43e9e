import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AwsActions } from '../../../demo/aws/start.ts';
import type { Action } from '../../../src/runbooks/actions/action.ts';
import { live, ordersApi } from './lambda-cases.ts';
import { findRealAction, signal, startRealActions } from './real-actions.ts';

const KEY = 'run-0123456789abcdef0123456789abcdef';

let aws: AwsActions;
let memory: Action;
let rollback: Action;
let concurrency: Action;

beforeAll(async () => {
  aws = await startRealActions();
  memory = await findRealAction('lambda_memory');
  rollback = await findRealAction('lambda_rollback');
  concurrency = await findRealAction('lambda_concurrency');
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

test('a function is the same target by its name and by its ARN, which says whose it is', () => {
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:orders-api';
  const params = { memory: 1_024, region: 'eu-west-1' };
  expect(memory.target({ memory: 1_024, function: arn })).toBe(
    memory.target({ ...params, function: 'orders-api' }),
  );
  expect(memory.targetName({ ...params, function: arn })).toBe(arn);
});

test('memory that somebody else has set meanwhile is not said to have been set', async () => {
  const params = { function: 'orders-api', memory: 1_024 };
  const { was } = await memory.dryRun(params, signal());
  const { handle } = Object(await memory.run(params, 'key', signal(), was));
  Object.assign(aws.lambda.functions.get('orders-api') ?? {}, {
    memory: 256,
    update: 'Successful',
  });
  expect(await memory.follow?.(params, handle, signal())).toEqual({
    state: 'failed',
    what: 'Somebody else has changed it: it has 256 MB.',
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

describe('how many executions may run at once', () => {
  const reserve = (reserved: unknown) => ({ function: 'orders-api', reserved });
  const provide = (provisioned: unknown) => {
    return { function: 'orders-api', alias: 'live', provisioned };
  };

  test('leave a hundred for all others, as Lambda does', async () => {
    const asked = shown(concurrency, reserve(901));
    await expect(asked).rejects.toMatchObject({
      message:
        "That would leave 99 executions of the account's 1,000 at once for all other functions, and Lambda keeps 100 for them.",
      mend: "Ask for 900 more at most, or have the account's quota raised.",
    });
    await expect(shown(concurrency, provide(901))).rejects.toThrow('Lambda keeps 100 for them');
  });

  test('are not more than were reserved, where they are kept ready', async () => {
    ordersApi(aws).reserved = 50;
    expect(await shown(concurrency, provide(50))).toMatchObject({
      after: 'It has 50 executions provisioned. The function has 50 executions reserved.',
    });
    await expect(shown(concurrency, provide(51))).rejects.toThrow(
      'The function has 50 executions reserved, and no more can be provisioned.',
    );
  });

  test('are not kept ready for what was never published, nor while others are being made ready', async () => {
    live(aws).version = '$LATEST';
    await expect(shown(concurrency, provide(5))).rejects.toThrow(
      'live runs $LATEST, for which nothing can be provisioned.',
    );
    ordersApi(aws).provisioned.set('live', { requested: 9, status: 'IN_PROGRESS' });
    await expect(shown(concurrency, provide(5))).rejects.toThrow('0 of 9 executions are ready.');
  });

  test('that could not be made ready, or are gone again, say so', async () => {
    const progress = () => concurrency.follow?.(provide(9), 'live of orders-api', signal());
    ordersApi(aws).provisioned.set('live', { requested: 9, status: 'FAILED' });
    expect(await progress()).toEqual({
      state: 'failed',
      what: '0 of 9 executions are ready. INSUFFICIENT_CAPACITY',
    });
    ordersApi(aws).provisioned.clear();
    expect(await progress()).toMatchObject({ state: 'failed' });
  });

  test('are not multiplied where there are none, nor set to what they are', async () => {
    const twice = { function: 'orders-api', times: 2 };
    await expect(shown(concurrency, twice)).rejects.toThrow(
      'orders-api has none that could be multiplied.',
    );
    await expect(shown(concurrency, reserve('none'))).rejects.toThrow('It is none already.');
  });

  test('are said in one way, of the function or of its alias', () => {
    const one = 'write one of `reserved`, `provisioned` and `times`';
    expect(mistakeIn(concurrency, { function: 'orders-api' })).toEqual([one]);
    expect(mistakeIn(concurrency, { ...reserve(5), times: 2 })).toEqual([one]);
    expect(mistakeIn(concurrency, { ...reserve(5), alias: 'live' })).toEqual([
      'it is reserved for the whole function: leave out `alias`',
    ]);
    expect(mistakeIn(concurrency, { function: 'orders-api', provisioned: 5 })).toEqual([
      'write which alias it is provisioned for',
    ]);
    const titles = [reserve(1_000), provide('none'), { ...reserve(undefined), times: 2 }];
    expect(titles.map((params) => concurrency.title(params))).toEqual([
      'Set the reserved concurrency of orders-api to 1,000',
      'Set the provisioned concurrency of live of orders-api to none',
      'Multiply the reserved concurrency of orders-api by 2',
    ]);
  });

  test('reach as far as they are set, for the bounds of the config', () => {
    expect(concurrency.reach?.({ function: 'orders-api', times: 3 }, '50')).toEqual({
      from: 50,
      to: 150,
      unit: 'executions',
    });
    expect(concurrency.reach?.(reserve(5), 'null')).toMatchObject({ from: Infinity, to: 5 });
    expect(concurrency.reach?.(reserve('none'), '50')).toMatchObject({ to: Infinity });
    expect(concurrency.reach?.(provide('none'), '50')).toMatchObject({ from: 50, to: 0 });
    expect(memory.reach?.({ function: 'orders-api', memory: 1_024 }, '512')).toEqual({
      from: 512,
      to: 1_024,
      unit: 'MB',
    });
  });
});
