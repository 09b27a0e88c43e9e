import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import type { AwsActions } from '../../../demo/aws/start.ts';
import { reading } from '../../../src/runbooks/actions/action.ts';
import { codedeployRollback } from '../../../src/runbooks/actions/codedeploy/codedeploy-rollback.ts';
import type { ActionCase } from './action-case.ts';

/** Another deployment, by somebody else. */
export function deploy(
  { codeDeploy: { deployments } }: AwsActions,
  revision: string,
  status: 'InProgress' | 'Succeeded' | 'Failed',
): string {
  const id = `d-${deployments.size + 1}`;
  deployments.set(id, { revision, status });
  return id;
}

const rollback = {
  action: (settings) => reading(codedeployRollback(() => new CodeDeployClient(settings), Date.now)),
  params: { application: 'shop', deployment_group: 'production' },
  seen: ({ codeDeploy }) => [...codeDeploy.deployments.values()].at(-1)?.revision,
  meddle: (aws) => void deploy(aws, 'shop-9.zip', 'Succeeded'),
  settle({ codeDeploy }) {
    for (const one of codeDeploy.deployments.values()) {
      if (one.status === 'InProgress') one.status = 'Succeeded';
    }
  },
  effect: 'CreateDeployment',
} satisfies Partial<ActionCase>;

export const CODEDEPLOY_CASES: readonly ActionCase[] = [
  {
    ...rollback,
    about: 'what was deployed before',
    before:
      'shop/production: d-2 of 2026-01-01 00:01 UTC succeeded, with s3://releases/shop-2.zip.',
    after: 's3://releases/shop-1.zip is deployed again, as d-1 did.',
  },
  {
    ...rollback,
    about: 'what was deployed before, where it was deployed twice and alarms watch',
    given(aws) {
      deploy(aws, 'shop-2.zip', 'Succeeded');
      aws.codeDeploy.alarms.push('errors');
    },
    before:
      'shop/production: d-3 of 2026-01-01 00:02 UTC succeeded, with s3://releases/shop-2.zip.',
    after:
      's3://releases/shop-1.zip is deployed again, as d-1 did. CodeDeploy stops it while one of these is on: errors; `ignore_alarms: true` leaves them out.',
  },
  {
    ...rollback,
    about: 'what ran before one that failed',
    given: (aws) => void deploy(aws, 'shop-3.zip', 'Failed'),
    before: 'shop/production: d-3 of 2026-01-01 00:02 UTC failed, with s3://releases/shop-3.zip.',
    after: 's3://releases/shop-2.zip is deployed again, as d-2 did.',
    isFinal: true,
  },
  {
    ...rollback,
    about: 'what is under way',
    given: (aws) => void deploy(aws, 'shop-3.zip', 'InProgress'),
    before:
      'shop/production: d-3 of 2026-01-01 00:02 UTC is under way, with s3://releases/shop-3.zip.',
    after: 'd-3 is stopped, and s3://releases/shop-2.zip is deployed again, as d-2 did.',
    meddle({ codeDeploy }) {
      const found = codeDeploy.deployments.get('d-3');
      if (found !== undefined) found.status = 'Succeeded';
    },
    effect: 'StopDeployment',
    isFinal: true,
  },
];
