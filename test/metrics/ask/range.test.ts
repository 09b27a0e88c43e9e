import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Mistake } from '../../../src/config/mistake.ts';
import { readRange } from '../../../src/metrics/ask/range.ts';
import { mistakeOr } from '../../config/mistake-or.ts';

const HOUR = 3_600_000;
const utc = (text: string) => Date.parse(`${text}Z`);

/** A Friday, 14:20 in Berlin. */
const clock = { now: utc('2026-11-20T13:20'), timeZone: 'Europe/Berlin' };

function read(text: string, at = clock) {
  return readRange(text.split(' '), at);
}

describe('a length of time goes back from now', () => {
  test.each([
    ['3h', 3],
    ['90m', 1.5],
    ['1h30m', 1.5],
    ['2 hours', 2],
    ['last 2 hours', 2],
    ['past 45 minutes', 0.75],
    ['last hour', 1],
    ['the last hour', 1],
    ['an hour', 1],
    ['LAST DAY', 24],
    ['7d', 168],
    ['past week', 168],
  ])('%s', (text, hours) => {
    expect(read(text)).toEqual({ from: clock.now - hours * HOUR, to: clock.now });
  });
});

describe('in Berlin, on Friday at 14:20,', () => {
  test.each([
    ['today', '2026-11-19T23:00', '2026-11-20T13:20'],
    ['yesterday', '2026-11-18T23:00', '2026-11-19T23:00'],
    ['this week', '2026-11-15T23:00', '2026-11-20T13:20'],
    ['last week', '2026-11-08T23:00', '2026-11-15T23:00'],
    ['this month', '2026-10-31T23:00', '2026-11-20T13:20'],
    // Its clocks were put back on the 25th.
    ['last month', '2026-09-30T22:00', '2026-10-31T23:00'],
    ['monday', '2026-11-15T23:00', '2026-11-16T23:00'],
    ['thurs', '2026-11-18T23:00', '2026-11-19T23:00'],
    ['friday', '2026-11-19T23:00', '2026-11-20T13:20'],
    ['last friday', '2026-11-12T23:00', '2026-11-13T23:00'],
    ['Sat', '2026-11-13T23:00', '2026-11-14T23:00'],
    ['2026-11-18', '2026-11-17T23:00', '2026-11-18T23:00'],
    ['since 9:00', '2026-11-20T08:00', '2026-11-20T13:20'],
    ['since 9am', '2026-11-20T08:00', '2026-11-20T13:20'],
    ['since noon', '2026-11-20T11:00', '2026-11-20T13:20'],
    // It has yet to be 18:00 today.
    ['since 18:00', '2026-11-19T17:00', '2026-11-20T13:20'],
    ['since yesterday', '2026-11-18T23:00', '2026-11-20T13:20'],
    ['since monday at 9:30 pm', '2026-11-16T20:30', '2026-11-20T13:20'],
    ['since 2026-11-18', '2026-11-17T23:00', '2026-11-20T13:20'],
    ['since 2 hours ago', '2026-11-20T11:20', '2026-11-20T13:20'],
    ['from 9:00 to 10:30', '2026-11-20T08:00', '2026-11-20T09:30'],
    ['9:00 - 10:30', '2026-11-20T08:00', '2026-11-20T09:30'],
    ['9:00-10:30', '2026-11-20T08:00', '2026-11-20T09:30'],
    ['9am–11am', '2026-11-20T08:00', '2026-11-20T10:00'],
    ['between 9:00 and 10:30', '2026-11-20T08:00', '2026-11-20T09:30'],
    // To what is not yet over.
    ['from 9:00 to 18:00', '2026-11-20T08:00', '2026-11-20T13:20'],
    // Neither has been today.
    ['from 16:00 to 18:00', '2026-11-19T15:00', '2026-11-19T17:00'],
    // Over midnight.
    ['from 23:00 to 1:00', '2026-11-19T22:00', '2026-11-20T00:00'],
    ['from yesterday 9:00 to 9:00', '2026-11-19T08:00', '2026-11-20T08:00'],
    ['yesterday 9:00 to 10:30', '2026-11-19T08:00', '2026-11-19T09:30'],
    ['from yesterday 23:00 to now', '2026-11-19T22:00', '2026-11-20T13:20'],
    ['from monday to wednesday', '2026-11-15T23:00', '2026-11-18T23:00'],
    ['2026-11-18 09:00 to 11:00', '2026-11-18T08:00', '2026-11-18T10:00'],
    ['2026-11-18 09:00-11:00', '2026-11-18T08:00', '2026-11-18T10:00'],
    ['2026-11-18T09:00 to 2026-11-19T11:00', '2026-11-18T08:00', '2026-11-19T10:00'],
    ['2026-11-18T09:00Z to 2026-11-18T12:30+02:00', '2026-11-18T09:00', '2026-11-18T10:30'],
    ['2026-11-18T09:00Z until 2026-11-18 11:00', '2026-11-18T09:00', '2026-11-18T10:00'],
  ])('%s', (text, from, to) => {
    expect(mistakeOr(() => read(text))).toEqual({ from: utc(from), to: utc(to) });
  });

  test.each([
    ['since lunch', '"since lunch" is no time'],
    ['since 25:00', '"since 25:00" is no time'],
    ['from 9:00', '"from 9:00" is no time'],
    ['from 9:00 to then', '"from 9:00 to then" is no time'],
    ['2026-11-21', '"2026-11-21" is yet to come'],
    ['since 2026-02-30', '"since 2026-02-30" is no time'],
    ['from wednesday to monday', '"from wednesday to monday" ends before it begins'],
    ['292y', '"292y" is too long ago'],
  ])('%s is a mistake', (text, message) => {
    const mistake = mistakeOr(() => read(text));
    expect(mistake).toBeInstanceOf(Mistake);
    expect(mistake).toMatchObject({
      message,
      hint: 'write 3h, since 9:00, yesterday, or from 9:00 to 10:30',
    });
  });

  test.each(['api-latency', 'Sum', '9:00', 'yesterday 9:00', '0h', '5', 'may', '2026-13-01', ''])(
    '%j is no range',
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );
});

describe('where clocks are changed', () => {
  test.each([
    ['2026-03-30T12:00', 'Europe/Berlin', 23],
    ['2026-10-26T12:00', 'Europe/Berlin', 25],
    ['2026-03-09T12:00', 'America/New_York', 23],
    ['2026-11-02T17:00', 'America/New_York', 25],
    ['2026-10-05T01:00', 'Australia/Lord_Howe', 23.5],
    // Midnight itself is skipped: the day begins at one.
    ['2026-09-07T12:00', 'America/Santiago', 23],
    ['2026-11-20T12:00', 'Asia/Kathmandu', 24],
  ])('yesterday, asked on %s in %s, has %d hours', (now, timeZone, hours) => {
    const span = read('yesterday', { now: utc(now), timeZone });
    expect(((span?.to ?? 0) - (span?.from ?? 0)) / HOUR).toBe(hours);
  });

  test('a time is by the clock on the wall before and after', () => {
    const now = utc('2026-10-25T12:00');
    expect(read('since 1:00', { now, timeZone: 'Europe/Berlin' })?.from).toBe(
      utc('2026-10-24T23:00'),
    );
    expect(read('since 9:00', { now, timeZone: 'Europe/Berlin' })?.from).toBe(
      utc('2026-10-25T08:00'),
    );
  });
});

const zones = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Africa/Cairo',
);
const clocks = fc.record({
  now: fc.integer({ min: utc('2015-01-01T00:00'), max: utc('2035-01-01T00:00') }),
  timeZone: zones,
});

test('a day is from midnight to midnight by the platform’s own calendar', () => {
  fc.assert(
    fc.property(clocks, (at) => {
      const span = read('yesterday', at);
      const dateAt = (moment: number) =>
        new Intl.DateTimeFormat('en-CA', { timeZone: at.timeZone }).format(moment);
      const { from = 0, to = 0 } = span ?? {};
      const day = dateAt(from);
      expect([dateAt(from - 1) < day, dateAt(to - 1), dateAt(to)]).toEqual([
        true,
        day,
        dateAt(at.now),
      ]);
    }),
  );
});

test('whatever is written, a range begins before it ends, and ends now at the latest', () => {
  const word = fc.oneof(
    fc.constantFrom(
      ...'since from to until between and last this week month monday fri today yesterday'.split(
        ' ',
      ),
      ...'now ago hours 9:00 9am 14:00 - 3h 2 2026-11-20 2026-03-29 2026-11-20T09:00Z'.split(' '),
    ),
    fc.string({ maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), clocks, (words, at) => {
      const read = mistakeOr(() => readRange(words, at));
      const span = read instanceof Mistake || read === undefined ? undefined : read;
      const { from, to } = span ?? { from: 0, to: 1 };
      expect(from).toBeLessThan(to);
      expect(to).toBeLessThanOrEqual(at.now);
    }),
    { numRuns: 500 },
  );
});
