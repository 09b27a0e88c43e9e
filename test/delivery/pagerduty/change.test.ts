import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readChangeEvent } from '../../../demo/pagerduty-events.ts';
import { deploymentIn } from '../../../src/alert/deployment.ts';
import { renderChange } from '../../../src/delivery/pagerduty/change.ts';
import { deployment, event, serviceAction } from '../../intake/support/aws-events.ts';
import { signalOf } from '../../intake/support/parsed.ts';

const KEY = 'R0123456789ABCDEF0123456789ABCDE';

const codeDeploy = (state: string) =>
  event('aws.codedeploy', 'CodeDeploy Deployment State-change Notification', {
    application: 'shop',
    deploymentGroup: 'prod',
    state,
  });
const pipeline = (detail: object, type = 'Pipeline') =>
  event('aws.codepipeline', `CodePipeline ${type} Execution State Change`, {
    pipeline: 'release',
    ...detail,
  });

describe('the end of a deployment', () => {
  test.each([
    ['CodeDeploy', codeDeploy('SUCCESS'), 'succeeded', 'Deployment shop/prod succeeded'],
    ['CodeDeploy, failed', codeDeploy('FAILURE'), 'failed', 'Deployment shop/prod failed'],
    ['a pipeline', pipeline({ state: 'SUCCEEDED' }), 'succeeded', 'Pipeline release succeeded'],
    [
      'an ECS service',
      deployment('SERVICE_DEPLOYMENT_COMPLETED', 'INFO'),
      'succeeded',
      'ECS service checkout was deployed',
    ],
  ])('is known as such: %s', (_, message, outcome, summary) => {
    expect(deploymentIn(signalOf(message))).toMatchObject({ outcome, summary });
  });

  test.each([
    ['a stage of a pipeline', pipeline({ state: 'SUCCEEDED', stage: 'Build' }, 'Stage')],
    ['an impaired service', serviceAction()],
  ])('is not taken for one: %s', (_, message) => {
    expect(deploymentIn(signalOf(message))).toBeUndefined();
  });
});

describe('a change event', () => {
  test('says what was deployed, how it ended and where', () => {
    const told = deploymentIn(signalOf(codeDeploy('SUCCESS')));
    if (told === undefined) throw new Error('it is a deployment');
    expect(renderChange(told, KEY)).toMatchObject({
      routing_key: KEY,
      payload: {
        summary: 'Deployment shop/prod succeeded',
        timestamp: '2026-03-01T09:59:00.000Z',
        custom_details: { outcome: 'succeeded', region: 'eu-central-1', name: 'shop/prod' },
      },
      links: [{ href: expect.stringContaining('codedeploy') }],
    });
  });

  test('is one that PagerDuty takes, whatever the deployment is called', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 3_000 });
    const deployments = fc.record({
      id: text,
      summary: text.filter((one) => /\w/u.test(one)),
      outcome: fc.constantFrom('succeeded' as const, 'failed' as const),
      at: fc.integer({ min: 0, max: 4e12 }),
      labels: fc.dictionary(fc.string({ maxLength: 20 }), text, { maxKeys: 5 }),
      links: fc.array(fc.record({ title: text, url: fc.oneof(text, fc.webUrl()) })),
    });
    fc.assert(
      fc.property(deployments, (one) => {
        const body = JSON.stringify(renderChange(one, KEY));
        expect(readChangeEvent(body)).toMatchObject({ ok: true });
      }),
      { numRuns: 200 },
    );
  });
});
