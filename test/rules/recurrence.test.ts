import * as fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { once, recurring, type Recurrence } from '../../src/rules/recurrence.ts';
import { instantOf } from '../../src/rules/zone.ts';
import { instants, ZONES } from './zones.ts';

const utc = (text: string): number => Date.parse(`${text}Z`);
const DAY = 86_400_000;

function rule(text: string, rest: Partial<Recurrence> = {}) {
  return recurring({ rule: text, zone: 'UTC', start: utc('2026-01-06T02:00'), ...rest });
}

test('what starts once has started from its start on', () => {
  const starts = once(1000);
  expect(starts(999)).toEqual({ latest: undefined, next: 1000 });
  expect(starts(1000)).toEqual({ latest: 1000, next: undefined });
});

describe('a recurrence', () => {
  const weekly = rule('FREQ=WEEKLY;BYDAY=TU', { zone: 'Europe/Berlin' });

  test('starts at the same time on the clock, in summer and in winter', () => {
    expect(weekly(utc('2026-01-13T01:00'))).toEqual({
      latest: utc('2026-01-13T01:00'),
      next: utc('2026-01-20T01:00'),
    });
    expect(weekly(utc('2026-07-07T12:00'))).toEqual({
      latest: utc('2026-07-07T00:00'),
      next: utc('2026-07-14T00:00'),
    });
  });

  test('has no start before its first', () => {
    expect(weekly(utc('2026-01-01T00:00'))).toEqual({
      latest: undefined,
      next: utc('2026-01-06T01:00'),
    });
  });

  test('whose first day is none of its days starts on the first that is', () => {
    expect(rule('FREQ=WEEKLY;BYDAY=FR')(0).next).toBe(utc('2026-01-09T02:00'));
  });

  test('at half past two starts an hour later on the day that has no such time', () => {
    const daily = rule('FREQ=DAILY', { zone: 'Europe/Berlin', start: utc('2026-03-01T02:30') });
    expect(daily(utc('2026-03-28T12:00'))).toEqual({
      latest: utc('2026-03-28T01:30'),
      next: utc('2026-03-29T01:30'),
    });
    expect(daily(utc('2026-03-29T01:30'))).toEqual({
      latest: utc('2026-03-29T01:30'),
      next: utc('2026-03-30T00:30'),
    });
  });

  test('at half past two starts once on the day that has this time twice', () => {
    const daily = rule('FREQ=DAILY', { zone: 'Europe/Berlin', start: utc('2026-10-01T02:30') });
    expect(daily(utc('2026-10-25T01:45'))).toEqual({
      latest: utc('2026-10-25T00:30'),
      next: utc('2026-10-26T01:30'),
    });
  });

  test('starts also when it is asked a moment between two milliseconds before', () => {
    const daily = rule('FREQ=DAILY');
    const start = utc('2026-01-08T02:00');
    expect(daily(start - 0.5).next).toBe(start);
    expect(daily(start + 0.5).latest).toBe(start);
  });

  test('does not start after its last moment', () => {
    const daily = rule('FREQ=DAILY', { until: utc('2026-01-08T02:00') });
    expect(daily(utc('2026-01-07T12:00')).next).toBe(utc('2026-01-08T02:00'));
    expect(daily(utc('2026-01-08T02:00')).next).toBeUndefined();
    expect(daily(utc('2027-01-01T00:00')).latest).toBe(utc('2026-01-08T02:00'));
  });

  test.each([
    ['FREQ=DAILY', 3, '2026-01-08T02:00:00'],
    ['FREQ=DAILY;INTERVAL=2', 3, '2026-01-10T02:00:00'],
    ['FREQ=WEEKLY;BYDAY=TU,FR', 3, '2026-01-13T02:00:00'],
    ['FREQ=MONTHLY;BYMONTHDAY=31', 2, '2026-03-31T02:00:00'],
    ['FREQ=SECONDLY', 1_000_000, '2026-01-17T15:46:39'],
    ['FREQ=MINUTELY;BYHOUR=3', 61, '2026-01-07T03:00:00'],
  ])('%s that starts %i times does so last at %s', (text, count, last) => {
    const starts = rule(text, { count });
    expect(starts(utc('2030-01-01T00:00'))).toEqual({ latest: utc(last), next: undefined });
    expect(starts(utc(last) - 1).next).toBe(utc(last));
  });

  test('that would have to be counted for long is refused', () => {
    expect(() => rule('FREQ=MINUTELY;BYHOUR=3', { count: 1_000_000 })).toThrow(RangeError);
  });

  test('that never comes has no start, and says so', () => {
    const never = { latest: undefined, next: undefined };
    expect(rule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')(utc('2026-06-01T00:00'))).toEqual(never);
  });
});

const recurrences = fc.record({
  rule: fc.constantFrom(
    'FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=3',
    'FREQ=HOURLY',
    'FREQ=MINUTELY;INTERVAL=45',
    'FREQ=WEEKLY;BYDAY=SU',
    'FREQ=WEEKLY;BYDAY=SA,SU;BYHOUR=0,2;BYMINUTE=0,30',
    'FREQ=MONTHLY;BYDAY=-1SU',
    'FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU',
  ),
  zone: fc.constantFrom(...ZONES),
  start: fc
    .integer({ min: 0, max: 95 })
    .map((quarter) => utc('2004-01-04T00:00') + quarter * 15 * 60_000),
});

test('the starts around any moment are those of all times that the rule names, each put in its place', () => {
  fc.assert(
    fc.property(recurrences, instants, ({ rule, zone, start }, at) => {
      const dtstart = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO('UTC');
      const far = (rule.includes('YEARLY') ? 300 : 40) * DAY;
      const starts = new RRuleTemporal({ rruleString: rule, dtstart })
        .between(new Date(at - far), new Date(at + far), true)
        .map(({ epochMilliseconds }) => instantOf(zone, epochMilliseconds))
        .toSorted((a, b) => a - b);
      expect(recurring({ rule, zone, start })(at)).toEqual({
        latest: starts.findLast((one) => one <= at),
        next: starts.find((one) => one > at),
      });
    }),
    { numRuns: 300 },
  );
});

test('what was asked before has no bearing on what is found', () => {
  fc.assert(
    fc.property(recurrences, fc.array(instants, { maxLength: 5 }), instants, (one, before, at) => {
      const starts = recurring(one);
      for (const moment of before) starts(moment);
      expect(starts(at)).toEqual(recurring(one)(at));
    }),
  );
});
