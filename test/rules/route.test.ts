import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Labels } from '../../src/alert/labels.ts';
import { matcher, matchesAll, type MatcherOperator } from '../../src/alert/matcher.ts';
import type { Route } from '../../src/rules/policy.ts';
import { groupLabels, matchingRoutes } from '../../src/rules/route.ts';
import { route } from './make.ts';

function when(id: string, label: string, value: string, rest: Partial<Route> = {}): Route {
  return route({ id, matchers: [matcher(label, '=', value)], ...rest });
}

/** Alertmanager's own example of a tree, in small. */
const tree = route({
  routes: [
    when('shop', 'team', 'shop', {
      routes: [
        when('shop-prod', 'env', 'prod', { continue: true }),
        when('shop-page', 'severity', 'critical'),
        when('shop-late', 'severity', 'critical'),
      ],
    }),
    when('copy', 'copied', 'yes', { continue: true }),
    when('data', 'team', 'data'),
    when('data-too', 'team', 'data'),
  ],
});

function ids(labels: Labels): readonly string[] {
  return matchingRoutes(tree, labels).map(({ id }) => id);
}

test('what no child takes stays with the root', () => {
  expect(ids({})).toEqual(['root']);
  expect(ids({ team: 'other' })).toEqual(['root']);
});

test('the deepest route takes it; where no child matches, the parent keeps it', () => {
  expect(ids({ team: 'shop' })).toEqual(['shop']);
  expect(ids({ team: 'shop', severity: 'critical' })).toEqual(['shop-page']);
});

test('the first sibling that matches takes it', () => {
  expect(ids({ team: 'data' })).toEqual(['data']);
});

test('with continue the siblings after it are asked too', () => {
  expect(ids({ team: 'shop', env: 'prod' })).toEqual(['shop-prod']);
  expect(ids({ team: 'shop', env: 'prod', severity: 'critical' })).toEqual([
    'shop-prod',
    'shop-page',
  ]);
  expect(ids({ copied: 'yes', team: 'data' })).toEqual(['copy', 'data']);
  expect(ids({ copied: 'yes' })).toEqual(['copy']);
});

test('a child is not asked when its parent does not match', () => {
  expect(ids({ env: 'prod', severity: 'critical' })).toEqual(['root']);
});

test('the route of one of ten thousand siblings is found without asking the others', () => {
  let asked = 0;
  const routes = Array.from({ length: 10_000 }, (_, at) => {
    const team = matcher('team', '=', `team-${at}`);
    const matches = (labels: Labels) => {
      asked += 1;
      return team.matches(labels);
    };
    return route({ id: `${at}`, matchers: [{ ...team, matches }] });
  });
  const found = matchingRoutes(route({ routes }), { alertname: 'a', team: 'team-9999' });
  expect(found.map(({ id }) => id)).toEqual(['9999']);
  expect(asked).toBe(1);
});

test('the routes found are those that a look at every sibling finds', () => {
  const node = fc.record({
    label: fc.constantFrom('team', 'env'),
    operator: fc.constantFrom<MatcherOperator>('=', '!=', '=~'),
    value: fc.constantFrom('', 'a', 'b'),
    continue: fc.boolean(),
  });
  const siblings = (depth: number): fc.Arbitrary<Route[]> =>
    fc.array(
      fc.tuple(node, depth === 0 ? fc.constant([]) : siblings(depth - 1)).map(([one, routes]) =>
        route({
          matchers: [matcher(one.label, one.operator, one.value)],
          continue: one.continue,
          routes,
        }),
      ),
      { maxLength: 6 },
    );
  const labels = fc.dictionary(fc.constantFrom('team', 'env'), fc.constantFrom('', 'a', 'b'));
  fc.assert(
    fc.property(siblings(2), labels, (routes, labels) => {
      const root = route({ routes });
      expect(matchingRoutes(root, labels)).toEqual(byLookingAtEach(root, labels));
    }),
  );
});

/** Alertmanager's `Route.Match`, as it is written there. */
function byLookingAtEach(node: Route, labels: Labels): readonly Route[] {
  if (!matchesAll(node.matchers, labels)) return [];
  const all: Route[] = [];
  for (const child of node.routes) {
    const matches = byLookingAtEach(child, labels);
    all.push(...matches);
    if (matches.length > 0 && !child.continue) break;
  }
  return all.length > 0 ? all : [node];
}

const labels = { alertname: 'a', team: 'red', empty: '' };

test('a group is named by the labels that its route groups by; missing and empty are the same', () => {
  const by = (...groupBy: string[]) => groupLabels(route({ groupBy }), labels);
  expect(by('team')).toEqual({ team: 'red' });
  expect(by('team', 'region')).toEqual({ team: 'red' });
  expect(by('team', 'empty')).toEqual({ team: 'red' });
  expect(by('toString')).toEqual({});
  expect(by()).toEqual({});
});

test('grouping by all puts each set of labels into a group of its own', () => {
  expect(groupLabels(route({ groupBy: 'all' }), labels)).toEqual({ alertname: 'a', team: 'red' });
});
