import { LambdaClient } from '@aws-sdk/client-lambda';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { AwsActions } from '../../../demo/aws/start.ts';
import { reading } from '../../../src/runbooks/actions/action.ts';
import { lambdaTraffic } from '../../../src/runbooks/actions/lambda/lambda-traffic.ts';
import { sagemakerTraffic } from '../../../src/runbooks/actions/sagemaker/sagemaker-traffic.ts';
import type { ActionCase } from './action-case.ts';
import { live } from './lambda-cases.ts';

const ALIAS = { function: 'orders-api', alias: 'live' };

const churn = (aws: AwsActions) => {
  const found = aws.sagemaker.endpoints.get('churn');
  if (found === undefined) throw new Error('the sample has it');
  return found;
};

const shift = {
  action(settings) {
    const client = new LambdaClient(settings);
    return reading(lambdaTraffic(() => client));
  },
  effect: 'UpdateAlias',
  seen(aws) {
    const { version, weights } = live(aws);
    return { version, weights };
  },
  meddle(aws) {
    live(aws).revision += 2;
  },
} satisfies Partial<ActionCase>;

/** Two of ten calls go to the third version. */
function canary(aws: AwsActions): void {
  live(aws).version = '2';
  live(aws).weights = { 3: 0.2 };
}

const weigh = {
  action(settings) {
    const client = new SageMakerClient(settings);
    return reading(sagemakerTraffic(() => client));
  },
  before: 'churn: champion 90 % (weight 9, 2 instances), challenger 10 % (weight 1, 1 instance).',
  effect: 'UpdateEndpointWeightsAndCapacities',
  seen: (aws) => [...churn(aws).variants],
  meddle(aws) {
    churn(aws).variants.set('champion', { current: 5, desired: 5, instances: 2 });
  },
  settle(aws) {
    churn(aws).status = 'InService';
    for (const one of churn(aws).variants.values()) one.current = one.desired;
  },
} satisfies Partial<ActionCase>;

export const TRAFFIC_CASES: readonly ActionCase[] = [
  {
    ...shift,
    about: 'a part of the calls to a version beside',
    params: { ...ALIAS, version: 2, weight: '7' },
    before: 'live of orders-api: version 3 for 100 % of its calls.',
    after: 'version 3 for 93 %, version 2 (faster) for 7 % of its calls.',
  },
  {
    ...shift,
    about: 'all calls to the new version',
    given: canary,
    params: { ...ALIAS, version: '3', weight: 100 },
    before: 'live of orders-api: version 2 for 80 %, version 3 for 20 % of its calls.',
    after: 'version 3 (hotfix) for 100 % of its calls.',
  },
  {
    ...shift,
    about: 'no more calls to the new version',
    given: canary,
    params: { ...ALIAS, version: '3', weight: 0 },
    before: 'live of orders-api: version 2 for 80 %, version 3 for 20 % of its calls.',
    after: 'version 2 for 100 % of its calls.',
  },
  {
    ...shift,
    about: 'less to the version it points to',
    given: canary,
    params: { ...ALIAS, version: '2', weight: 50.5 },
    before: 'live of orders-api: version 2 for 80 %, version 3 for 20 % of its calls.',
    after: 'version 2 (faster) for 50.5 %, version 3 for 49.5 % of its calls.',
  },
  {
    ...shift,
    about: 'between two others',
    given: canary,
    params: { ...ALIAS, version: '1', weight: 10, rest: '3' },
    before: 'live of orders-api: version 2 for 80 %, version 3 for 20 % of its calls.',
    after: 'version 3 (hotfix) for 90 %, version 1 (first) for 10 % of its calls.',
  },
  {
    ...weigh,
    about: 'all weights',
    params: { endpoint: 'churn', weights: { champion: 0, challenger: '2.1' } },
    after: 'champion 0 % (weight 0, 2 instances), challenger 100 % (weight 2.1, 1 instance).',
  },
  {
    ...weigh,
    about: 'one weight',
    params: { endpoint: 'churn', weights: { challenger: 3 } },
    after: 'champion 75 % (weight 9, 2 instances), challenger 25 % (weight 3, 1 instance).',
  },
];
