import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tickAfter, tickFrom, tickOf } from '../../src/rules/rhythm.ts';

const rhythm = { anchor: 1_000, interval: 300 };

test('the tick after a time is later than it', () => {
  expect(tickAfter(rhythm, 999)).toBe(1_000);
  expect(tickAfter(rhythm, 1_000)).toBe(1_300);
  expect(tickAfter(rhythm, 1_299)).toBe(1_300);
  expect(tickAfter(rhythm, 1_300)).toBe(1_600);
});

test('the tick from a time may be that time', () => {
  expect(tickFrom(rhythm, 0)).toBe(1_000);
  expect(tickFrom(rhythm, 1_000)).toBe(1_000);
  expect(tickFrom(rhythm, 1_001)).toBe(1_300);
  expect(tickFrom(rhythm, 1_300)).toBe(1_300);
});

test('a flush stands for its time, or for the last tick when it comes more than an interval late', () => {
  expect(tickOf(rhythm, 1_300, 1_300)).toBe(1_300);
  expect(tickOf(rhythm, 1_300, 1_599)).toBe(1_300);
  expect(tickOf(rhythm, 1_300, 1_600)).toBe(1_600);
  expect(tickOf(rhythm, 1_300, 2_400)).toBe(2_200);
});

test('a flush between two ticks stands for none, unless the next one has passed by then', () => {
  expect(tickOf(rhythm, 1_400, 1_400)).toBeUndefined();
  expect(tickOf(rhythm, 1_400, 1_599)).toBeUndefined();
  expect(tickOf(rhythm, 1_400, 1_600)).toBe(1_600);
});

test('every tick is the anchor and whole intervals', () => {
  const times = fc.integer({ min: 0, max: 2 ** 41 });
  fc.assert(
    fc.property(times, times, fc.integer({ min: 1, max: 86_400_000 }), (anchor, time, interval) => {
      const after = tickAfter({ anchor, interval }, time);
      const from = tickFrom({ anchor, interval }, time);
      expect((after - anchor) % interval).toBe(0);
      expect(after).toBeGreaterThan(time);
      expect(from).toBeGreaterThanOrEqual(time);
      expect([after, after - interval]).toContain(from);
    }),
  );
});
