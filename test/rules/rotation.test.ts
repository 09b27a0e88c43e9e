import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { turnAt, type Rotation } from '../../src/rules/rotation.ts';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;

/** Weekly, on Mondays at nine in Berlin. */
const weekly: Rotation<string> = {
  people: ['Ana', 'Ben', 'Cleo'],
  start: Date.parse('2026-01-05T09:00Z'),
  every: WEEK,
  zone: 'Europe/Berlin',
};

const at = (text: string) => Date.parse(text);

describe('people who take turns', () => {
  test.each([
    ['2026-01-05T08:00:00Z', 'Ana'],
    ['2026-01-12T07:59:59.999Z', 'Ana'],
    ['2026-01-12T08:00:00Z', 'Ben'],
    ['2026-01-19T08:00:00Z', 'Cleo'],
    ['2026-01-26T08:00:00Z', 'Ana'],
  ])('follow each other: at %s it is %s', (time, person) => {
    expect(turnAt(weekly, at(time))?.person).toBe(person);
  });

  test('are not on call before the first turn', () => {
    expect(turnAt(weekly, at('2026-01-05T07:59:59Z'))).toBeUndefined();
  });

  test('change at nine by the clock on the wall, in summer as in winter', () => {
    // The clocks go forward on 2026-03-29.
    expect(turnAt(weekly, at('2026-03-24T12:00:00Z'))).toEqual({
      person: 'Cleo',
      from: at('2026-03-23T08:00:00Z'),
      until: at('2026-03-30T07:00:00Z'),
    });
  });

  test('have longer and shorter shifts on days on which the clocks change', () => {
    const shifts = { ...weekly, start: Date.parse('2026-01-05T00:00Z'), every: 12 * HOUR };
    const hours = (time: string) => {
      const { from = 0, until = 0 } = turnAt(shifts, at(time)) ?? {};
      return (until - from) / HOUR;
    };
    expect(hours('2026-03-29T00:30:00Z')).toBe(11);
    expect(hours('2026-10-25T00:30:00Z')).toBe(13);
    expect(hours('2026-10-25T12:30:00Z')).toBe(12);
  });

  test('leave no moment to nobody and none to two, wherever they are', () => {
    const rotations = fc.record({
      people: fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }),
      start: fc
        .integer({ min: 0, max: 200 * 24 })
        .map((hours) => Date.parse('2026-01-01T00:00Z') + hours * HOUR),
      every: fc.constantFrom(HOUR, 2 * HOUR, 12 * HOUR, 24 * HOUR, WEEK),
      zone: fc.constantFrom(
        'UTC',
        'Europe/Berlin',
        'America/New_York',
        'Australia/Lord_Howe',
        'Asia/Kathmandu',
      ),
    });
    fc.assert(
      fc.property(rotations, fc.integer({ min: 0, max: 2_000 * 24 * 60 }), (rotation, minutes) => {
        const { zone, start } = rotation;
        const wall = new Date(start).toISOString().slice(0, 19);
        const first = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds;
        const now = first + minutes * 60_000;
        const turn = turnAt(rotation, now);
        expect(turn).toBeDefined();
        const { from = 0, until = 0 } = turn ?? {};
        expect(from).toBeLessThanOrEqual(now);
        expect(until).toBeGreaterThan(now);
        expect(turnAt(rotation, until)?.from).toBe(until);
        expect(turnAt(rotation, from - 1)?.until ?? first).toBe(from);
        // Told by another calendar: turns begin where the wall shows a whole number of them.
        const shown = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
        const since = shown.toPlainDateTime().since(Temporal.PlainDateTime.from(wall));
        const off = since.total({ unit: 'milliseconds' }) % rotation.every;
        // A wall time that is skipped is an hour later, or half an hour.
        expect([0, HOUR, HOUR / 2]).toContain(off);
      }),
    );
  });
});
