import { expect, test } from 'vitest';
import { createBackOff, delayAfter } from '../../../src/intake/sqs/back-off.ts';

const PACE = { first: 1_000, longest: 60_000 };

test('each wait is twice as long, up to the longest', () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 7, 5_000].map((failures) => delayAfter(failures, PACE, 1));
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

test('the lot shortens a wait to no less than half', () => {
  expect(delayAfter(2, PACE, 0)).toBe(2_000);
  expect(delayAfter(2, PACE, 0.5)).toBe(3_000);
});

test('a stop ends a wait at once', async () => {
  const stop = new AbortController();
  const wait = createBackOff({ first: 3_600_000, longest: 3_600_000 }, stop.signal).wait();
  stop.abort();
  await expect(wait).resolves.toBeUndefined();
});
