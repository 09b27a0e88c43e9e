import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEPLOYMENT_STATES } from '../../src/alert/deployment-state.ts';
import { deployedName, deploymentRuns, type Deployment } from '../../src/alert/deployment.ts';
import { nearOf, placesIn } from '../../src/alert/deployment-places.ts';

const news: fc.Arbitrary<Deployment> = fc.record({
  id: fc.uuid(),
  run: fc.constantFrom('a', 'b'),
  summary: fc.constant('x'),
  outcome: fc.constantFrom(...DEPLOYMENT_STATES),
  at: fc.integer({ min: 0, max: 1_000 }),
  labels: fc.constant({ service: 'x' }),
  links: fc.constant([]),
});

const one = (more: Partial<Deployment>): Deployment => ({
  id: 'i',
  summary: 'shop was deployed',
  outcome: 'succeeded',
  at: 100,
  labels: {},
  links: [],
  ...more,
});

describe('the news of deployments', () => {
  test('in whatever order it comes, and how often, the last word is how one stands', () => {
    const unique = fc.uniqueArray(news, { selector: ({ at }) => at });
    fc.assert(
      fc.property(unique, (all) => {
        const runs = deploymentRuns(all);
        const again = deploymentRuns([...all.toReversed(), ...all]);
        const told = (some: typeof runs) =>
          new Set(some.map(({ run, outcome, beganAt }) => `${run} ${outcome} ${beganAt}`));
        expect(told(again)).toEqual(told(runs));
        for (const { run, outcome } of runs) {
          const ends = all.filter((other) => other.run === run && other.outcome !== 'running');
          const last = ends.toSorted((a, b) => b.at - a.at)[0];
          expect(outcome).toBe(last?.outcome ?? 'running');
        }
      }),
    );
  });
});

describe('where deployments are looked up', () => {
  test.each([
    [{ name: 'shop/prod' }, ['name shop/prod', 'name shop']],
    [{ service: 'Orders', app: 'orders' }, ['name orders']],
    [{ account: '1', region: 'r', FunctionName: 'f' }, ['name f', 'place 1 r']],
    [{ alertname: 'x', account: '1' }, []],
  ])('%j', (labels, places) => {
    expect(placesIn(labels, true)).toEqual(places);
  });

  test('an alert that happens to be called something is not of that service', () => {
    expect(placesIn({ name: 'shop' })).toEqual([]);
  });

  test.each([
    ['the same service', { service: 'shop' }, { service_name: 'shop' }, 'service'],
    [
      'another environment',
      { service: 'shop', env: 'test' },
      { app: 'shop', stage: 'prod' },
      undefined,
    ],
    [
      'one that says no environment',
      { service: 'shop' },
      { app: 'shop', stage: 'prod' },
      'service',
    ],
    [
      'another account',
      { service: 'shop', account: '1' },
      { service: 'shop', account: '2' },
      undefined,
    ],
  ])('%s', (_, labels, of, near) => {
    const [found] = nearOf([one({ labels })], of, 0, 200);
    expect(found?.near).toBe(near);
  });

  test('one that has told nothing for six hours is taken to be over', () => {
    const running = one({ outcome: 'running', at: 0, labels: { service: 'shop' } });
    const hour = 3_600_000;
    expect(nearOf([running], { service: 'shop' }, 5 * hour, 6 * hour)).toHaveLength(1);
    expect(nearOf([running], { service: 'shop' }, 6.1 * hour, 7 * hour)).toEqual([]);
  });
});

test.each([
  [{ service: 'orders-api', version: 'v41' }, 'orders-api v41'],
  [{ name: 'shop/prod' }, 'shop/prod'],
  [{}, 'shop was deployed'],
])('what was deployed: %j', (labels, name) => {
  expect(deployedName(one({ labels }))).toBe(name);
});
