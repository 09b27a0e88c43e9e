import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matcher } from '../../src/alert/matcher.ts';
import type { Route } from '../../src/rules/policy.ts';
import { matchingRoutes } from '../../src/rules/route.ts';
import { takers, walkRoutes } from '../../src/rules/route-walk.ts';
import { route } from './make.ts';

test('a node that does not match says by which matcher, and its children are not asked', () => {
  const inner = route({ id: 'inner' });
  const matchers = [matcher('team', '=', 'ml'), matcher('env', '=', 'prod')];
  const tree = route({ routes: [route({ id: 'ml', matchers, routes: [inner] })] });
  const visit = walkRoutes(tree, { team: 'ml', env: 'test' });
  expect(visit.takes).toBe(true);
  expect(visit.asked).toMatchObject([{ failed: { name: 'env' }, takes: false, asked: [] }]);
});

test('what comes after the one that took the alert was not asked', () => {
  const tree = route({
    routes: [route({ id: 'copy', continue: true }), route({ id: 'all' }), route({ id: 'late' })],
  });
  const { asked, notAsked, takes } = walkRoutes(tree, {});
  expect(takes).toBe(false);
  expect(asked.map(({ route: { id }, takes: taken }) => [id, taken])).toEqual([
    ['copy', true],
    ['all', true],
  ]);
  expect(notAsked.map(({ id }) => id)).toEqual(['late']);
});

const word = fc.constantFrom('a', 'b');
/** Trees of some depth. */
function nodes(depth: number): fc.Arbitrary<Route> {
  const condition = fc.tuple(word, fc.constantFrom('=' as const, '!=' as const), word);
  return fc
    .record({
      id: fc.uuid(),
      matchers: fc.array(condition, { maxLength: 2 }),
      continue: fc.boolean(),
      routes: depth === 0 ? fc.constant([]) : fc.array(nodes(depth - 1), { maxLength: 3 }),
    })
    .map(({ matchers, ...rest }) =>
      route({ ...rest, matchers: matchers.map((parts) => matcher(...parts)) }),
    );
}

test('who takes an alert is who the rules say', () => {
  fc.assert(
    fc.property(nodes(3), fc.dictionary(word, word), (root, labels) => {
      const visit = walkRoutes(root, labels);
      expect(visit.failed === undefined ? takers(visit) : []).toEqual(matchingRoutes(root, labels));
    }),
  );
});
