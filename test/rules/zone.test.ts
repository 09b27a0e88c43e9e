import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf, segmentAt } from '../../src/rules/zone.ts';
import { instants, wallAt, ZONES } from './zones.ts';

const utc = (text: string): number => Date.parse(`${text}Z`);

describe('a stretch of time in which the clocks of a zone are not changed', () => {
  test("has the zone's offset from UTC, and ends where the clocks change", () => {
    expect(segmentAt('Europe/Berlin', utc('2026-01-06T00:00'))).toEqual({
      from: utc('2025-10-26T01:00'),
      to: utc('2026-03-29T01:00'),
      offset: 3_600_000,
    });
    expect(segmentAt('Europe/Berlin', utc('2026-03-29T01:00')).offset).toBe(7_200_000);
  });

  test('never ends where clocks are never changed', () => {
    expect(segmentAt('UTC', utc('2026-01-06T00:00'))).toEqual({
      from: Number.NEGATIVE_INFINITY,
      to: Number.POSITIVE_INFINITY,
      offset: 0,
    });
  });

  test('is found for a moment between two milliseconds', () => {
    const end = segmentAt('Asia/Tehran', utc('2020-06-01T00:00')).to;
    expect(segmentAt('Asia/Tehran', end - 0.5).to).toBe(end);
    expect(segmentAt('Asia/Tehran', end + 0.5).from).toBe(end);
  });

  test.each(ZONES)('agrees with the clock of the platform in %s', (zone) => {
    fc.assert(
      fc.property(instants, (at) => {
        const { from, to, offset } = segmentAt(zone, at);
        expect(at).toBeGreaterThanOrEqual(from);
        expect(at).toBeLessThan(to);
        expect(wallAt(zone, at)).toBe(at + offset);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a time on the clock of a wall', () => {
  const inBerlin = (text: string): number => instantOf('Europe/Berlin', utc(text));

  test('is that moment', () => {
    expect(inBerlin('2026-01-06T02:00')).toBe(utc('2026-01-06T01:00'));
    expect(inBerlin('2026-07-06T02:00')).toBe(utc('2026-07-06T00:00'));
  });

  test('in the hour that is skipped is as much later as the clocks are put forward', () => {
    expect(inBerlin('2026-03-29T02:30')).toBe(utc('2026-03-29T01:30'));
    expect(inBerlin('2026-03-29T02:30')).toBe(inBerlin('2026-03-29T03:30'));
  });

  test('in the hour that comes twice is the first of the two', () => {
    expect(inBerlin('2026-10-25T02:30')).toBe(utc('2026-10-25T00:30'));
  });

  test('of the day that Samoa left out is on the next', () => {
    expect(instantOf('Pacific/Apia', utc('2011-12-30T12:00'))).toBe(utc('2011-12-30T22:00'));
  });

  test.each(ZONES)(
    'is shown by the platform at that moment in %s, unless it is skipped',
    (zone) => {
      fc.assert(
        fc.property(instants, (at) => {
          const wall = wallAt(zone, at);
          const found = instantOf(zone, wall);
          expect(wallAt(zone, found)).toBe(wall);
          expect(found).toBeLessThanOrEqual(at);
        }),
        { numRuns: 200 },
      );
    },
  );
});
