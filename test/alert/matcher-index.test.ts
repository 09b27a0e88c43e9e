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
    value: fc.constantFrom(...VALUES, 'x.*'),
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

/** Counts how often its items are asked. */
function counting(asked: { count: number }, name: string, value: string): Matcher {
  const one = matcher(name, '=', value);
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
