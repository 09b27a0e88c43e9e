import { LambdaClient } from '@aws-sdk/client-lambda';
import type { AwsActions } from '../../../demo/aws/start.ts';
import { reading } from '../../../src/runbooks/actions/action.ts';
import { lambdaMemory } from '../../../src/runbooks/actions/lambda-memory.ts';
import { lambdaRollback } from '../../../src/runbooks/actions/lambda-rollback.ts';
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
];
