import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isWithin,
  nextChange,
  type TimeInterval,
  type TimeRange,
} from '../../src/rules/timetable.ts';
import { instants, wallAt, ZONES } from './zones.ts';

const utc = (text: string): number => Date.parse(`${text}Z`);
const at = (hours: number, minutes = 0): number => hours * 60 + minutes;

function range(rest: Partial<TimeRange> = {}): TimeRange {
  return {
    times: [],
    weekdays: [],
    daysOfMonth: [],
    months: [],
    years: [],
    location: 'UTC',
    ...rest,
  };
}

function interval(...ranges: readonly Partial<TimeRange>[]): TimeInterval {
  return { name: 'some', ranges: ranges.map(range) };
}

const only = (number: number) => ({ start: number, end: number });

describe('an interval', () => {
  test('starts at its start and is over at its end', () => {
    const office = interval({ times: [{ start: at(9), end: at(17, 30) }] });
    expect(isWithin(office, utc('2026-01-06T08:59:59.999'))).toBe(false);
    expect(isWithin(office, utc('2026-01-06T09:00'))).toBe(true);
    expect(isWithin(office, utc('2026-01-06T17:29:59.999'))).toBe(true);
    expect(isWithin(office, utc('2026-01-06T17:30'))).toBe(false);
  });

  test('until 24:00 lasts to the end of the day', () => {
    const evening = interval({ times: [{ start: at(22), end: at(24) }] });
    expect(isWithin(evening, utc('2026-01-06T23:59:59.999'))).toBe(true);
    expect(isWithin(evening, utc('2026-01-07T00:00'))).toBe(false);
  });

  test('of nothing never is; of a range that says nothing always is', () => {
    expect(isWithin(interval(), 0)).toBe(false);
    expect(isWithin(interval({}), 0)).toBe(true);
    expect(nextChange(interval(), 0)).toBeUndefined();
    expect(nextChange(interval({}), 0)).toBeUndefined();
  });

  test('of several ranges is when any of them is', () => {
    const either = interval({ months: [only(3)] }, { weekdays: [only(6)] });
    expect(isWithin(either, utc('2026-03-02T00:00'))).toBe(true);
    expect(isWithin(either, utc('2026-02-07T00:00'))).toBe(true);
    expect(isWithin(either, utc('2026-02-02T00:00'))).toBe(false);
  });

  test('of a range that says several things is when all of them hold', () => {
    const both = interval({
      weekdays: [{ start: 1, end: 5 }],
      months: [only(3)],
      years: [{ start: 2026, end: 2027 }],
    });
    expect(isWithin(both, utc('2026-03-02T00:00'))).toBe(true);
    expect(isWithin(both, utc('2026-03-01T00:00'))).toBe(false);
    expect(isWithin(both, utc('2026-04-01T00:00'))).toBe(false);
    expect(isWithin(both, utc('2028-03-02T00:00'))).toBe(false);
  });
});

describe('days of the month', () => {
  const days = (start: number, end: number) => interval({ daysOfMonth: [{ start, end }] });
  const held = (one: TimeInterval, month: string, count: number) =>
    Array.from({ length: count }, (_, day) => day + 1).filter((day) =>
      isWithin(one, utc(`${month}-${String(day).padStart(2, '0')}T12:00`)),
    );

  test('count from the end when they are negative', () => {
    expect(held(days(-3, -1), '2026-02', 28)).toEqual([26, 27, 28]);
    expect(held(days(-3, -1), '2024-02', 29)).toEqual([27, 28, 29]);
    expect(held(days(27, -1), '2026-02', 28)).toEqual([27, 28]);
  });

  test('end with the month', () => {
    expect(held(days(27, 31), '2026-02', 28)).toEqual([27, 28]);
    expect(held(days(-31, -28), '2026-02', 28)).toEqual([1]);
    expect(held(days(-31, -1), '2026-04', 30)).toHaveLength(30);
  });

  test('that a month does not have are not its last', () => {
    expect(held(days(30, 31), '2026-02', 28)).toEqual([]);
    expect(held(days(-31, -30), '2026-02', 28)).toEqual([]);
  });
});

describe('in a named zone', () => {
  const berlin = (start: number, end: number) =>
    interval({ times: [{ start, end }], location: 'Europe/Berlin' });

  test('it is by the clocks there', () => {
    const morning = berlin(at(9), at(10));
    expect(isWithin(morning, utc('2026-01-06T08:00'))).toBe(true);
    expect(isWithin(morning, utc('2026-07-06T07:00'))).toBe(true);
    expect(isWithin(morning, utc('2026-07-06T08:00'))).toBe(false);
  });

  test('the hour that is skipped is never', () => {
    const skipped = berlin(at(2), at(3));
    expect(nextChange(skipped, utc('2026-03-28T12:00'))).toBe(utc('2026-03-30T00:00'));
  });

  test('one that begins in the hour that is skipped begins when it is over', () => {
    const half = berlin(at(2, 30), at(4));
    expect(nextChange(half, utc('2026-03-28T12:00'))).toBe(utc('2026-03-29T01:00'));
  });

  test('the hour that comes twice is twice as long', () => {
    const twice = berlin(at(2), at(3));
    expect(nextChange(twice, utc('2026-10-24T12:00'))).toBe(utc('2026-10-25T00:00'));
    expect(nextChange(twice, utc('2026-10-25T00:00'))).toBe(utc('2026-10-25T02:00'));
  });

  test('a part of the hour that comes twice comes twice', () => {
    const half = berlin(at(2), at(2, 30));
    const changes = [
      '2026-10-24T12:00',
      '2026-10-25T00:00',
      '2026-10-25T00:30',
      '2026-10-25T01:00',
    ];
    expect(changes.map((one) => nextChange(half, utc(one)))).toEqual([
      utc('2026-10-25T00:00'),
      utc('2026-10-25T00:30'),
      utc('2026-10-25T01:00'),
      utc('2026-10-25T01:30'),
    ]);
  });
});

describe('the next change', () => {
  test('is after the moment that is asked about, also when that is one', () => {
    const office = interval({ times: [{ start: at(9), end: at(17) }] });
    expect(nextChange(office, utc('2026-01-06T09:00') - 1)).toBe(utc('2026-01-06T09:00'));
    expect(nextChange(office, utc('2026-01-06T09:00'))).toBe(utc('2026-01-06T17:00'));
  });

  test('is not where one range goes over into another', () => {
    const night = interval(
      { times: [{ start: at(22), end: at(24) }] },
      { times: [{ start: 0, end: at(6) }] },
    );
    expect(nextChange(night, utc('2026-01-06T22:00'))).toBe(utc('2026-01-07T06:00'));
  });

  test('is found years away', () => {
    const leap = interval({ months: [only(2)], daysOfMonth: [only(29)], weekdays: [only(6)] });
    expect(nextChange(leap, utc('2026-01-01T00:00'))).toBe(utc('2048-02-29T00:00'));
    expect(nextChange(interval({ years: [only(2040)] }), utc('2026-05-05T05:05'))).toBe(
      utc('2040-01-01T00:00'),
    );
  });

  test('is none when the years are over, or the days are in no month', () => {
    expect(nextChange(interval({ years: [only(2020)] }), utc('2026-01-01T00:00'))).toBeUndefined();
    const never = interval({ months: [only(2)], daysOfMonth: [only(30)] });
    expect(nextChange(never, utc('2026-01-01T00:00'))).toBeUndefined();
    const always = interval({ weekdays: [{ start: 0, end: 6 }], location: 'Europe/Berlin' });
    expect(nextChange(always, utc('2026-01-01T00:00'))).toBeUndefined();
  });
});

const between = (least: number, most: number) =>
  fc
    .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }))
    .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const few = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 2 });

const ranges = fc.record({
  times: few(between(0, 1440).filter(({ start, end }) => start < end)),
  weekdays: few(between(0, 6)),
  daysOfMonth: few(fc.oneof(between(1, 31), between(-31, -1), fc.constant({ start: 5, end: -5 }))),
  months: few(between(1, 12)),
  years: few(between(2005, 2045)),
  location: fc.constantFrom(...ZONES),
});
const intervals = fc
  .array(ranges, { maxLength: 3 })
  .map((ranges): TimeInterval => ({ name: 'some', ranges }));

describe('for any interval', () => {
  test('whether it holds is what Alertmanager works out from the clock of the platform', () => {
    fc.assert(
      fc.property(intervals, instants, (one, at) => {
        expect(isWithin(one, at)).toBe(one.ranges.some((range) => asAlertmanager(range, at)));
      }),
      { numRuns: 500 },
    );
  });

  test('the next change is where a step from minute to minute finds it', () => {
    const twoDays = 2 * 24 * 60;
    fc.assert(
      fc.property(intervals, instants, (one, after) => {
        const before = isWithin(one, after);
        const step = Array.from({ length: twoDays }, (_, index) => after + (index + 1) * 60_000);
        const stepped = step.find((at) => isWithin(one, at) !== before);
        const found = nextChange(one, after) ?? Number.POSITIVE_INFINITY;
        expect(found > after + twoDays * 60_000 ? undefined : found).toBe(stepped);
      }),
    );
  });

  test('nothing changes before the next change, however far away it is', () => {
    fc.assert(
      fc.property(
        intervals,
        instants,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (one, after, at) => {
          const found = nextChange(one, after);
          const end = found ?? after + 20 * 365 * 86_400_000;
          const between = Math.floor((after + (end - 1 - after) * at) / 60_000) * 60_000;
          expect(isWithin(one, Math.max(after, between))).toBe(isWithin(one, after));
          const isChanged = found === undefined || isWithin(one, found) !== isWithin(one, after);
          expect(isChanged).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Alertmanager's `TimeInterval.ContainsTime`, as it is written there. */
function asAlertmanager(range: TimeRange, at: number): boolean {
  const t = new Date(wallAt(range.location, at));
  const minute = t.getUTCHours() * 60 + t.getUTCMinutes();
  const daysInMonth = new Date(Date.UTC(t.getUTCFullYear(), t.getUTCMonth() + 1, 0)).getUTCDate();
  const clamp = (day: number) => Math.min(Math.max(day, -daysInMonth), daysInMonth);
  const inDays = range.daysOfMonth.some(({ start, end }) => {
    let begin = start < 0 ? daysInMonth + start + 1 : start;
    let last = end < 0 ? daysInMonth + end + 1 : end;
    if (begin > daysInMonth) return false;
    begin = clamp(begin);
    last = clamp(last);
    return t.getUTCDate() >= begin && t.getUTCDate() <= last;
  });
  const within = (ranges: TimeRange['months'], number: number) =>
    ranges.length === 0 || ranges.some(({ start, end }) => number >= start && number <= end);
  return (
    (range.times.length === 0 ||
      range.times.some(({ start, end }) => minute >= start && minute < end)) &&
    (range.daysOfMonth.length === 0 || inDays) &&
    within(range.months, t.getUTCMonth() + 1) &&
    within(range.weekdays, t.getUTCDay()) &&
    within(range.years, t.getUTCFullYear())
  );
}
