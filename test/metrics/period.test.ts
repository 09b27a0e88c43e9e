import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { periodFor } from '../../src/metrics/period.ts';

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
