import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptFor, periodFor, wholePeriods } from '../../src/metrics/period.ts';

const HOUR = 3_600_000;

test.each([
  [1, 1],
  [16, 1],
  [24, 5],
  [7 * 24, 15],
  [30 * 24, 60],
  [365 * 24, 12 * 60],
])('%d hours are looked at by %d minutes', (hours, minutes) => {
  expect(periodFor({ from: 0, to: hours * HOUR })).toBe(minutes * 60_000);
});

test('however long it is, there are at most a thousand points, by whole minutes', () => {
  fc.assert(
    fc.property(fc.nat(1e13), (length) => {
      const period = periodFor({ from: 0, to: length });
      expect(length / period).toBeLessThanOrEqual(1000);
      expect(period % 60_000).toBe(0);
    }),
  );
});

const MINUTE = 60_000;

test.each([
  [10_000, 1, 0, 10_000],
  [10_000, 1, 4, MINUTE],
  [MINUTE, 1, 16 * 24, 5 * MINUTE],
  [MINUTE, 1, 64 * 24, 60 * MINUTE],
  [7 * MINUTE, 24, 0, 7 * MINUTE],
  [7 * MINUTE, 8 * 24, 0, 35 * MINUTE],
  [7 * MINUTE, 8 * 24, 40 * 24, 35 * MINUTE],
  [7 * MINUTE, 8 * 24, 60 * 24, 7 * 60 * MINUTE],
  [5 * MINUTE, 1, 0, 5 * MINUTE],
])(
  'periods of %d ms over %d hours, %d hours ago, are read as %d ms',
  (shortest, hours, ago, ms) => {
    const from = 1e13;
    const to = from + hours * HOUR;
    expect(periodFor({ from, to }, { shortest, now: to + ago * HOUR })).toBe(ms);
  },
);

test('what is kept no longer is not asked for, and sums stay sums of whole periods', () => {
  const shortest = fc.constantFrom(1000, 10_000, MINUTE, 2 * MINUTE, 7 * MINUTE, HOUR);
  fc.assert(
    fc.property(shortest, fc.nat(454 * 24), fc.nat(450 * 24), (least, ago, hours) => {
      const now = 2e12;
      const from = now - ago * HOUR;
      const span = { from, to: Math.min(now, from + hours * HOUR) };
      const period = periodFor(span, { shortest: least, now });
      expect(period % least).toBe(0);
      expect((span.to - span.from) / period).toBeLessThanOrEqual(1000);
      expect(now - from).toBeLessThanOrEqual(keptFor(period));
    }),
  );
});

test('a span is made of whole periods, and has one at least', () => {
  expect(wholePeriods({ from: 61, to: 299 }, 60)).toEqual({ from: 120, to: 240 });
  expect(wholePeriods({ from: 120, to: 240 }, 60)).toEqual({ from: 120, to: 240 });
  expect(wholePeriods({ from: 130, to: 140 }, 60)).toEqual({ from: 60, to: 120 });
});
