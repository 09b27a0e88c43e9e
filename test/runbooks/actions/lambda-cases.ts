import { LambdaClient } from '@aws-sdk/client-lambda';
import type { AwsActions } from '../../../demo/aws/start.ts';
import { reading } from '../../../src/runbooks/actions/action.ts';
import { lambdaConcurrency } from '../../../src/runbooks/actions/lambda/concurrency/lambda-concurrency.ts';
import { lambdaMemory } from '../../../src/runbooks/actions/lambda/lambda-memory.ts';
import { lambdaRollback } from '../../../src/runbooks/actions/lambda/lambda-rollback.ts';
import type { ActionCase } from './action-case.ts';

export const ordersApi = (aws: AwsActions) => {
  const found = aws.lambda.functions.get('orders-api');
  if (found === undefined) throw new Error('the sample has it');
  return found;
};
export const live = (aws: AwsActions) => {
  const found = ordersApi(aws).aliases.get('live');
  if (found === undefined) throw new Error('the sample has it');
  return found;
};
const seenAlias = (aws: AwsActions) => {
  const { version, weights } = live(aws);
  return { version, weights };
};

const memory: Omit<ActionCase, 'about' | 'params'> = {
  action: (settings) => reading(lambdaMemory(() => new LambdaClient(settings))),
  before: 'orders-api has 512 MB.',
  after:
    'It has 1,024 MB. It is for whatever runs $LATEST: live runs version 3, and keeps the memory that was published with.',
  effect: 'UpdateFunctionConfiguration',
  seen: (aws) => ordersApi(aws).memory,
  meddle(aws) {
    ordersApi(aws).memory = 256;
    ordersApi(aws).revision += 1;
  },
  settle(aws) {
    ordersApi(aws).update = 'Successful';
    ordersApi(aws).revision += 1;
  },
};

const rollback = {
  action: (settings) => reading(lambdaRollback(() => new LambdaClient(settings))),
  effect: 'UpdateAlias',
  seen: seenAlias,
  meddle(aws) {
    live(aws).version = '1';
    live(aws).revision += 1;
  },
} satisfies Partial<ActionCase>;

const reserved = {
  action: (settings) => reading(lambdaConcurrency(() => new LambdaClient(settings))),
  seen: (aws) => ordersApi(aws).reserved ?? 'none',
  meddle(aws) {
    ordersApi(aws).reserved = 70;
  },
} satisfies Partial<ActionCase>;

const provisioned = {
  ...reserved,
  seen: (aws) => ordersApi(aws).provisioned.get('live')?.requested ?? 'none',
  meddle(aws) {
    ordersApi(aws).provisioned.set('live', { requested: 7, status: 'READY' });
  },
} satisfies Partial<ActionCase>;
const provide = (aws: AwsActions, requested: number) => {
  ordersApi(aws).provisioned.set('live', { requested, status: 'READY' });
};

export const LAMBDA_CASES: readonly ActionCase[] = [
  { ...memory, about: 'a figure', params: { function: 'orders-api', memory: 1_024 } },
  { ...memory, about: 'a factor, as a text', params: { function: 'orders-api', times: '2' } },
  {
    ...rollback,
    about: 'the version before',
    params: { function: 'orders-api', alias: 'live' },
    before: 'live of orders-api runs version 3 of 2026-10-01 06:00 UTC (hotfix).',
    after: 'It runs version 2 of 2026-10-01 06:00 UTC (faster).',
  },
  {
    ...rollback,
    about: 'a canary',
    given(aws) {
      live(aws).version = '2';
      live(aws).weights = { 3: 0.1 };
    },
    params: { function: 'orders-api', alias: 'live' },
    before:
      'live of orders-api runs version 2 of 2026-10-01 06:00 UTC (faster), and version 3 for 10 % of its calls.',
    after: 'It runs version 2 of 2026-10-01 06:00 UTC (faster).',
  },
  {
    ...rollback,
    about: 'a version that is named, and changed back meanwhile',
    params: { function: 'orders-api', alias: 'live', version: '1' },
    before: 'live of orders-api runs version 3 of 2026-10-01 06:00 UTC (hotfix).',
    after: 'It runs version 1 of 2026-10-01 06:00 UTC (first).',
    meddle(aws) {
      live(aws).revision += 2;
    },
  },
  {
    ...reserved,
    about: 'what a function shall have for itself',
    params: { function: 'orders-api', reserved: '900' },
    before: 'orders-api has nothing reserved, and shares with all others.',
    after:
      "It runs up to 900 executions at once, which are its own. 100 executions of the account's 1,000 at once are left for the functions that have none of their own.",
    effect: 'PutFunctionConcurrency',
  },
  {
    ...reserved,
    about: 'twice of what it has',
    given(aws) {
      ordersApi(aws).reserved = 50;
    },
    params: { function: 'orders-api', times: 2 },
    before: 'orders-api runs up to 50 executions at once, which are its own.',
    after:
      "It runs up to 100 executions at once, which are its own. 900 executions of the account's 1,000 at once are left for the functions that have none of their own.",
    effect: 'PutFunctionConcurrency',
  },
  {
    ...reserved,
    about: 'nothing of its own any more',
    given(aws) {
      ordersApi(aws).reserved = 0;
    },
    params: { function: 'orders-api', reserved: 'none' },
    before: 'orders-api may not run at all.',
    after:
      "It has nothing reserved, and shares with all others. 1,000 executions of the account's 1,000 at once are left for the functions that have none of their own.",
    effect: 'DeleteFunctionConcurrency',
  },
  {
    ...provisioned,
    about: 'what is kept ready for an alias',
    params: { function: 'orders-api', alias: 'live', provisioned: 20 },
    before: 'live of orders-api has nothing provisioned; it runs version 3.',
    after:
      "It has 20 executions provisioned. 980 executions of the account's 1,000 at once are left for the functions that have none of their own.",
    effect: 'PutProvisionedConcurrencyConfig',
    settle(aws) {
      for (const one of ordersApi(aws).provisioned.values()) one.status = 'READY';
    },
  },
  {
    ...provisioned,
    about: 'nothing kept ready any more',
    given: (aws) => provide(aws, 20),
    params: { function: 'orders-api', alias: 'live', provisioned: 'none' },
    before: 'live of orders-api has 20 executions provisioned; it runs version 3.',
    after:
      "It has nothing provisioned. 1,000 executions of the account's 1,000 at once are left for the functions that have none of their own.",
    effect: 'DeleteProvisionedConcurrencyConfig',
  },
];
