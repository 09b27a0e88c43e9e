import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  budgetLeft,
  budgetOf,
  burnRate,
  goneIn,
  SLO_PERIOD,
} from '../../../src/metrics/kpis/slo.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const objective = fc.double({ min: 0.5, max: 0.9999, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** An availability in which a budget burns at a rate. */
function burning(rate: number, of = 0.999): number {
  return 1 - rate * (1 - of);
}

describe('an error budget', () => {
  test('burns once as fast as it may where just as much fails as may', () => {
    expect(burnRate(0.999, 0.999)).toBe(1);
    expect(burnRate(0.9856, 0.999)).toBeCloseTo(14.4);
    expect(burnRate(1, 0.999)).toBe(0);
  });

  test('is whole where nothing failed, gone where as much failed as may, and overspent after that', () => {
    expect(budgetLeft(1, 0.999)).toBe(1);
    expect(budgetLeft(0.9995, 0.999)).toBeCloseTo(0.5);
    expect(budgetLeft(0.999, 0.999)).toBeCloseTo(0);
    expect(budgetLeft(0.998, 0.999)).toBeCloseTo(-1);
  });

  test('what is burnt and what is left are all of it, and less is left the less is available', () => {
    fc.assert(
      fc.property(objective, share, share, (of, a, b) => {
        expect(budgetLeft(a, of) + burnRate(a, of)).toBeCloseTo(1, 6);
        expect(budgetLeft(Math.min(a, b), of)).toBeLessThanOrEqual(budgetLeft(Math.max(a, b), of));
      }),
    );
  });

  test('whole, at a rate of one, lasts the period; twice as fast it lasts half as long', () => {
    expect(goneIn(1, 1)).toBe(SLO_PERIOD);
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        (left, rate) => {
          const lasts = goneIn(left, rate) ?? Number.NaN;
          expect(goneIn(left, 2 * rate)).toBeCloseTo(lasts / 2, 3);
          // What burns in that time is what was left.
          expect((lasts * rate) / SLO_PERIOD).toBeCloseTo(left, 6);
        },
      ),
    );
  });

  test('that does not burn is never gone, and one that is gone is gone', () => {
    expect(goneIn(0.5, 0)).toBeUndefined();
    expect(goneIn(0, 5)).toBe(0);
    expect(goneIn(-1, 0)).toBe(0);
  });
});

describe('a budget burns too fast', () => {
  function alerts(rates: Readonly<Record<number, number>>) {
    const budget = budgetOf(0.999, (window) => burning(rates[window] ?? 0));
    return budget?.burns.filter(({ isTooFast }) => isTooFast).map(({ long }) => long);
  }

  test.each([
    [HOUR, 5 * MINUTE, 14.4],
    [6 * HOUR, 30 * MINUTE, 6],
    [3 * DAY, 6 * HOUR, 1],
  ])('over %i ms and %i ms, past %d', (long, short, limit) => {
    expect(alerts({ [long]: limit + 0.01, [short]: limit + 0.01 })).toEqual([long]);
    expect(alerts({ [long]: limit - 0.01, [short]: limit + 0.01 })).toEqual([]);
    // It was, and is over.
    expect(alerts({ [long]: limit + 0.01, [short]: limit - 0.01 })).toEqual([]);
  });

  test('by limits that use up 2 %, 5 % and 10 % of it', () => {
    const parts = budgetOf(0.999, () => 1)?.burns.map(
      ({ long, limit }) => (limit * long) / SLO_PERIOD,
    );
    expect(parts?.map((part) => Math.round(part * 100))).toEqual([2, 5, 10]);
  });
});

describe('an objective', () => {
  test('says when its budget is gone at today’s rate', () => {
    const budget = budgetOf(0.999, (window) => burning(window === DAY ? 2 : 0.5));
    expect(budget?.left).toBeCloseTo(0.5);
    expect(budget?.today).toBeCloseTo(2);
    // Half of it, twice as fast: a quarter of thirty days.
    expect((budget?.goneIn ?? 0) / DAY).toBeCloseTo(7.5);
  });

  test('of which the 30 days are not known is not known, and of other windows says so much', () => {
    expect(budgetOf(0.999, () => undefined)).toBeUndefined();
    const budget = budgetOf(0.999, (window) => (window === SLO_PERIOD ? 1 : undefined));
    expect(budget?.burns.every(({ rate, isTooFast }) => rate === undefined && !isTooFast)).toBe(
      true,
    );
    expect(budget).not.toHaveProperty('goneIn');
  });
});
