import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { spread } from '../../../src/metrics/charts/spread.ts';

test('labels that do not touch stay where they are', () => {
  expect(spread([50, 20, 80], { height: 20, top: 0, bottom: 100 })).toEqual([50, 20, 80]);
});

test('labels that would overlap make room for one another', () => {
  expect(spread([50, 50], { height: 20, top: 0, bottom: 100 })).toEqual([50, 70]);
  expect(spread([95, 95], { height: 20, top: 0, bottom: 100 })).toEqual([70, 90]);
});

test('no two overlap, the order is kept, and all are inside', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 550 }), { maxLength: 12 }), (wanted) => {
      const places = spread(wanted, { height: 40, top: 0, bottom: 500 });
      const sorted = places.toSorted((a, b) => a - b);
      expect(sorted.every((place) => place >= 20 - 1e-6 && place <= 480 + 1e-6)).toBe(true);
      const gaps = sorted.slice(1).map((place, index) => place - (sorted[index] ?? 0));
      expect(gaps.every((gap) => gap >= 40 - 1e-6)).toBe(true);
      const byWish = wanted
        .map((_, index) => index)
        .toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
      expect(byWish.map((index) => places[index])).toEqual(sorted);
    }),
  );
});
