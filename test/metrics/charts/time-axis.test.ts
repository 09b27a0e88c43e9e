import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rangeText, timeTicks } from '../../../src/metrics/charts/time-axis.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function labels(from: string, hours: number, zone: string, most = 6): string[] {
  const begin = Date.parse(from);
  return timeTicks(begin, begin + hours * HOUR, { zone, most }).map(({ label }) => label);
}

test.each([
  [
    'three hours',
    '2026-11-21T00:10Z',
    3,
    'UTC',
    ['00:30', '01:00', '01:30', '02:00', '02:30', '03:00'],
  ],
  [
    'half hours off UTC',
    '2026-11-21T00:10Z',
    3,
    'Asia/Kolkata',
    ['06:00', '06:30', '07:00', '07:30', '08:00', '08:30'],
  ],
  [
    'a day',
    '2026-11-21T05:00Z',
    24,
    'Europe/Berlin',
    ['06:00', '12:00', '18:00', '22 Nov', '06:00'],
  ],
  [
    'two weeks',
    '2026-11-07T05:00Z',
    14 * 24,
    'UTC',
    ['9 Nov', '12 Nov', '15 Nov', '18 Nov', '21 Nov'],
  ],
  [
    'a night in which clocks are put forward',
    '2026-03-28T23:00Z',
    6,
    'Europe/Berlin',
    ['00:00', '01:00', '03:00', '04:00', '05:00', '06:00', '07:00'],
  ],
  [
    'a night in which clocks are put back',
    '2026-10-24T22:00Z',
    6,
    'Europe/Berlin',
    ['00:00', '01:00', '02:00', '03:00', '04:00', '05:00'],
  ],
])('%s', (_, from, hours, zone, expected) => {
  expect(labels(from, hours, zone)).toEqual(expected);
});

test('midnights are midnights on both sides of a change of clocks', () => {
  const from = Date.parse('2026-10-22T00:00Z');
  const ticks = timeTicks(from, from + 6 * DAY, { zone: 'America/New_York', most: 6 });
  const local = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'America/New_York',
    timeStyle: 'short',
  });
  expect(ticks.map(({ at }) => local.format(at))).toEqual(ticks.map(() => '00:00'));
});

test('ticks are within what is shown, in order, and no more than there is room for', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
  ];
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 400 * 24 * 60 }),
      fc.constantFrom(...zones),
      (date, minutes, zone) => {
        const from = date.getTime();
        const to = from + minutes * 60_000;
        const times = timeTicks(from, to, { zone, most: 6 }).map(({ at }) => at);
        expect(times.every((at) => from <= at && at <= to)).toBe(true);
        expect(times.toSorted((a, b) => a - b)).toEqual(times);
        expect(new Set(times).size).toBe(times.length);
        expect(times.length).toBeLessThanOrEqual(8);
      },
    ),
  );
});

test.each([
  ['2026-11-21T01:45Z', 1, 'Europe/Berlin', '21 Nov 2026, 02:45 to 03:45 CET'],
  ['2026-07-21T01:45Z', 1, 'Europe/Berlin', '21 Jul 2026, 03:45 to 04:45 CEST'],
  ['2026-11-20T23:30Z', 1, 'UTC', '20 Nov 23:30 to 21 Nov 2026 00:30 UTC'],
  ['2026-11-21T01:45Z', 1, 'America/New_York', '20 Nov 2026, 20:45 to 21:45 EST'],
  ['2026-11-21T01:45Z', 1, 'Asia/Kolkata', '21 Nov 2026, 07:15 to 08:15 GMT+5:30'],
])('from %s for %i h in %s is %s', (from, hours, zone, text) => {
  expect(rangeText(Date.parse(from), Date.parse(from) + hours * HOUR, zone)).toBe(text);
});
