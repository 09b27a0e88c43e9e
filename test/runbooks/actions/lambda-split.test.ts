import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Routing } from '../../../src/runbooks/actions/lambda/lambda-alias.ts';
import { routed, splitOf } from '../../../src/runbooks/actions/lambda/lambda-split.ts';

const version = fc.integer({ min: 1, max: 5 }).map(String);
const percent = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.double({ min: 0, max: 100, noNaN: true }).map((one) => Number(one.toFixed(3))),
);
const routing: fc.Arbitrary<Routing> = fc
  .record({ own: version, other: version, percent })
  .map(({ own, other, percent: weight }) => {
    const isWhole = own === other || weight === 0 || weight === 100;
    return {
      version: own,
      weights: isWhole ? {} : { [other]: Number((weight / 100).toPrecision(12)) },
    };
  });

/** The share of each version. */
function shares({ version: own, weights }: Routing): Record<string, number> {
  const rest = Object.values(weights).reduce((left, one) => left - one, 1);
  return { [own]: rest, ...weights };
}

test('what is split gets its part, and one other version the rest', () => {
  fc.assert(
    fc.property(routing, version, percent, version, (now, chosen, weight, rest) => {
      fc.pre(chosen !== rest);
      const then = shares(routed({ version: chosen, weight, rest }, now));
      expect(then[chosen] ?? 0).toBeCloseTo(weight / 100, 10);
      expect(then[rest] ?? 0).toBeCloseTo(1 - weight / 100, 10);
    }),
  );
});

test('every routing is brought back to exactly what it was, whatever there is by then', () => {
  fc.assert(
    fc.property(routing, routing, (was, now) => {
      expect(routed(splitOf(was), now)).toEqual(was);
    }),
  );
});
