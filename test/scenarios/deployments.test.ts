import { expect, test } from 'vitest';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

test('a deployment waits to be told of from the step on that takes its signal in', async () => {
  const line = new Timeline({ policy: policyOf(route()) });
  await line.ends(1, 'shop', { deployment: 'succeeded', annotations: { summary: 'shop is out' } });
  await line.fires(2, 'a');
  expect([...line.state.deployments.values()]).toMatchObject([
    { summary: 'shop is out', outcome: 'succeeded', at: 1_000, labels: { alertname: 'shop' } },
  ]);
});

test('a deployment that runs is kept, and neither opens nor closes anything', async () => {
  const line = new Timeline({ policy: policyOf(route()) });
  await line.fires(1, 'shop');
  await line.ends(2, 'shop', { deployment: 'running' });
  expect(line.state.deployments.size).toBe(0);
  expect([...line.state.pastDeployments.values()]).toMatchObject([{ outcome: 'running' }]);
  expect([...line.state.alerts.values()].map(({ value }) => value?.endsAt)).toEqual([undefined]);
});
