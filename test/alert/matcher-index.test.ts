import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMatcherIndex } from '../../src/alert/matcher-index.ts';
import {
  matcher,
  matchesAll,
  type Matcher,
  type MatcherOperator,
} from '../../src/alert/matcher.ts';

interface Item {
  readonly name: string;
  readonly matchers: readonly Matcher[];
}

const item = (name: string, ...matchers: readonly Matcher[]): Item => ({ name, matchers });

const NAMES = ['a', 'b', 'toString', 'constructor'];
const VALUES = ['', 'x', 'y', 'xy', '__proto__'];

const matchers = fc.array(
  fc.record({
    name: fc.constantFrom(...NAMES),
    operator: fc.constantFrom<MatcherOperator>('=', '=', '=', '!=', '=~', '!~'),
    value: fc.constantFrom(...VALUES, 'x.*', 'x|y', 'xy?', '.*y', '(x|)', '(?:xy|y)'),
  }),
  { maxLength: 3 },
);

const items = fc
  .array(matchers, { maxLength: 30 })
  .map((lists) =>
    lists.map((list, at) =>
      item(`${at}`, ...list.map(({ name, operator, value }) => matcher(name, operator, value))),
    ),
  );

const labels = fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES));

test('an index finds what a look at every item finds, in the same order', () => {
  fc.assert(
    fc.property(items, labels, (items, labels) => {
      const index = createMatcherIndex(items);
      const expected = items.filter((one) => matchesAll(one.matchers, labels));
      expect(index.matching(labels)).toEqual(expected);
      expect([...index.eachMatching(labels)]).toEqual(expected);
    }),
  );
});

/** Counts how often it is asked. */
function counting(
  asked: { count: number },
  name: string,
  value: string,
  operator: MatcherOperator = '=',
): Matcher {
  const one = matcher(name, operator, value);
  return {
    ...one,
    matches: (labels) => {
      asked.count += 1;
      return one.matches(labels);
    },
  };
}

test('items that want another value are not asked', () => {
  const asked = { count: 0 };
  const many = Array.from({ length: 1000 }, (_, at) =>
    item(`${at}`, counting(asked, 'team', `t${at}`)),
  );
  const found = createMatcherIndex(many).matching({ team: 't7', env: 'prod' });
  expect(found.map(({ name }) => name)).toEqual(['7']);
  expect(asked.count).toBe(1);
});

test.each([
  ['begin otherwise', (at: number) => `web-${at}-.*`, 'web-7-eu', 1],
  ['are of other values', (at: number) => `web-${at}|db-${at}`, 'db-7', 1],
])('expressions that %s are not asked', (_, expression, instance, count) => {
  const asked = { count: 0 };
  const many = Array.from({ length: 1000 }, (_, at) =>
    item(`${at}`, counting(asked, 'instance', expression(at), '=~')),
  );
  const found = createMatcherIndex(many).matching({ instance });
  expect(found.map(({ name }) => name)).toEqual(['7']);
  expect(asked.count).toBe(count);
});

test('other expressions are asked once for each value', () => {
  const asked = { count: 0 };
  const many = Array.from({ length: 1000 }, (_, at) =>
    item(`${at}`, counting(asked, 'instance', `.*-${at}`, '=~')),
  );
  const index = createMatcherIndex(many);
  for (let time = 0; time < 3; time += 1) {
    expect(index.matching({ instance: 'web-7' }).map(({ name }) => name)).toEqual(['7']);
  }
  // And the one that holds, each time.
  expect(asked.count).toBe(1000 + 3);
});

test('an item is filed under the one of its values that the fewest others share', () => {
  const asked = { count: 0 };
  const many = Array.from({ length: 1000 }, (_, at) =>
    item(`${at}`, counting(asked, 'env', 'prod'), counting(asked, 'team', `t${at}`)),
  );
  const found = createMatcherIndex(many).matching({ team: 't7', env: 'prod' });
  expect(found.map(({ name }) => name)).toEqual(['7']);
  expect(asked.count).toBe(2);
});

test('whoever wants only the first that matches does not have the others asked', () => {
  const asked = { count: 0 };
  const many = Array.from({ length: 1000 }, (_, at) =>
    item(`${at}`, counting(asked, 'team', 'red')),
  );
  for (const { name } of createMatcherIndex(many).eachMatching({ team: 'red' })) {
    expect(name).toBe('0');
    break;
  }
  expect(asked.count).toBe(1);
});

test('finds what asks for a severity by another of its words', () => {
  const items = [
    { matchers: [matcher('severity', '=~', 'page|low')] },
    { matchers: [matcher('severity', '=', 'page')] },
    { matchers: [matcher('severity', '=~', 'page.*')] },
  ];
  expect(createMatcherIndex(items).matching({ severity: 'critical' })).toEqual(items);
});
