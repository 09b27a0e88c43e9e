import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { joined } from '../../../src/drift/degradation/join.ts';

const key = {
  entity: fc.constantFrom('ana', 'ben', 'ana b'),
  day: fc.integer({ min: 20_000, max: 20_002 }),
  at: fc.integer({ min: 0, max: 3 }),
};
const predictions = fc.array(
  fc.record({
    ...key,
    probability: fc.constantFrom(0.1, 0.5, 0.9),
    version: fc.constantFrom('1', '2'),
  }),
);
const truths = fc.array(fc.record({ ...key, actual: fc.constantFrom<0 | 1>(0, 1) }));

function inOrder(rows: ReturnType<typeof joined>) {
  return rows.toSorted((a, b) => a.day - b.day || (a.entity < b.entity ? -1 : 1));
}

test('neither the order in which rows come nor how often makes a difference', () => {
  const rows = fc.tuple(predictions, truths).chain(([said, known]) =>
    fc.record({
      said: fc.constant(said),
      known: fc.constant(known),
      again: fc.shuffledSubarray([...said, ...said], { minLength: 0 }),
      saidElse: fc.shuffledSubarray(said, { minLength: said.length }),
      knownElse: fc.shuffledSubarray(known, { minLength: known.length }),
      knownAgain: fc.shuffledSubarray(known),
    }),
  );
  fc.assert(
    fc.property(rows, ({ said, known, again, saidElse, knownElse, knownAgain }) => {
      const one = inOrder(joined(said, known));
      const other = inOrder(joined([...saidElse, ...again], [...knownAgain, ...knownElse]));
      expect(other).toEqual(one);
    }),
  );
});

test('there is one row for each entity and day that was predicted, by what was said and known last', () => {
  fc.assert(
    fc.property(predictions, truths, (said, known) => {
      const rows = joined(said, known);
      const keys = rows.map(({ entity, day }) => `${day} ${entity}`);
      expect(new Set(keys).size).toBe(keys.length);
      expect(new Set(keys)).toEqual(new Set(said.map(({ entity, day }) => `${day} ${entity}`)));
      for (const row of rows) {
        const about = <Row extends { entity: string; day: number }>(all: readonly Row[]) =>
          all.filter(({ entity, day }) => entity === row.entity && day === row.day);
        expect(row.at).toBe(Math.max(...about(said).map(({ at }) => at)));
        const labels = about(known);
        const last = Math.max(...labels.map(({ at }) => at));
        const latest = labels.filter(({ at }) => at === last).map(({ actual }) => actual);
        expect(latest.length === 0 ? [undefined] : latest).toContain(row.actual);
      }
    }),
  );
});

test('a label that was known later wins, also where it comes first', () => {
  const said = [{ entity: 'ana', day: 1, at: 5, version: '7', probability: 0.7 }];
  const late = { entity: 'ana', day: 1, at: 9, actual: 0 } as const;
  const early = { entity: 'ana', day: 1, at: 8, actual: 1 } as const;
  expect(joined(said, [late, early])).toEqual([{ ...said[0], actual: 0 }]);
  expect(joined(said, [early, late])).toEqual([{ ...said[0], actual: 0 }]);
  expect(joined([], [late])).toEqual([]);
});
