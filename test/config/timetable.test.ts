import { expect, test } from 'vitest';
import { checkRecurrence } from '../../src/config/recurrence.ts';
import {
  checkLocalTime,
  checkZone,
  parseClock,
  parseRange,
  type RangeKind,
} from '../../src/config/timetable.ts';

test.each<[RangeKind, string, number, number]>([
  ['weekdays', 'monday:friday', 1, 5],
  ['weekdays', 'Sunday', 0, 0],
  ['days_of_month', '1:7', 1, 7],
  ['days_of_month', '-3:-1', -3, -1],
  ['days_of_month', '1:-1', 1, -1],
  ['months', 'january:march', 1, 3],
  ['months', '12', 12, 12],
  ['years', '2026:2028', 2026, 2028],
])('%s %s is %i to %i', (kind, text, start, end) => {
  expect(parseRange(kind, text)).toEqual({ start, end });
});

test.each<[RangeKind, string, string, string]>([
  [
    'weekdays',
    'friday:monday',
    '"friday:monday" ends before it starts',
    'write two ranges: friday:saturday and sunday:monday',
  ],
  ['weekdays', 'mondya', '"mondya" is not one of the weekdays', 'write monday'],
  ['weekdays', '1:5', '"1" is not one of the weekdays', 'write monday:friday or saturday'],
  [
    'days_of_month',
    '0',
    '"0" is not one of the days of a month',
    'write 1:7, or -3:-1 for the last three days',
  ],
  ['days_of_month', '9:5', '"9:5" ends before it starts', 'write 5:9'],
  [
    'days_of_month',
    '-5:3',
    '"-5:3" ends at the other end of the month',
    'write 1:7, or -3:-1 for the last three days',
  ],
  [
    'months',
    'november:february',
    '"november:february" ends before it starts',
    'write two ranges: november:december and january:february',
  ],
  ['months', '13', '"13" is not one of the months', 'write january:march or 1:3'],
  ['years', '26', '"26" is not one of the years', 'write 2026 or 2026:2028'],
  ['years', '', '"" is not a range of years', 'write 2026 or 2026:2028'],
])('%s %j is refused', (kind, text, message, hint) => {
  expect(() => parseRange(kind, text)).toThrow(expect.objectContaining({ message, hint }));
});

test.each([
  ['00:00', 0],
  ['9:05', 545],
  ['24:00', 1440],
])('%s is %i minutes after midnight', (text, minutes) => {
  expect(parseClock(text)).toBe(minutes);
});

test.each(['24:01', '9', '12:60', '-1:00', 'noon'])('%s is no time of day', (text) => {
  expect(() => parseClock(text)).toThrow(`"${text}" is not a time of day`);
});

test('time zones are those of the IANA database', () => {
  expect(() => checkZone('Europe/Berlin')).not.toThrow();
  expect(() => checkZone('Europe/Berlni')).toThrow(
    expect.objectContaining({ hint: 'write Europe/Berlin' }),
  );
});

test.each(['2026-01-06T02:00', '2026-01-06 02:00', '2024-02-29T23:59:59'])(
  '%s is a local time',
  (text) => {
    expect(() => checkLocalTime(text)).not.toThrow();
  },
);

test.each(['2026-02-29T02:00', '2026-13-01T02:00', '2026-01-01T25:00'])(
  '%s does not exist',
  (text) => {
    expect(() => checkLocalTime(text)).toThrow(`"${text}" does not exist`);
  },
);

test.each(['2026-01-06', '2026-01-06T02:00Z', 'tomorrow'])('%s is no local time', (text) => {
  expect(() => checkLocalTime(text)).toThrow(`"${text}" is not a local date and time`);
});

test.each([
  'FREQ=WEEKLY;BYDAY=TU',
  'RRULE:FREQ=MONTHLY;BYDAY=-1SU,2MO;INTERVAL=2',
  'FREQ=YEARLY;BYMONTH=1,12;BYMONTHDAY=-1,31;UNTIL=20281231T000000Z',
  'FREQ=DAILY;BYHOUR=07;COUNT=3',
])('%s is a recurrence rule', (text) => {
  expect(() => checkRecurrence(text)).not.toThrow();
});

test.each([
  ['FREQ=FORTNIGHTLY', '"FREQ=FORTNIGHTLY" has no such value', 'write FREQ=WEEKLY;BYDAY=TU'],
  ['FREQ=WEEKLY;BYDAYS=TU', '"BYDAYS=TU" is not part of a recurrence rule', 'write BYDAY=TU'],
  ['FREQ=WEEKLY;BYDAY=XX', '"BYDAY=XX" has no such value', 'write FREQ=WEEKLY;BYDAY=TU'],
  ['BYDAY=TU', '"BYDAY=TU" has no FREQ', 'write FREQ=WEEKLY;BYDAY=TU'],
  ['FREQ=DAILY;FREQ=DAILY', 'FREQ is there twice', 'write it once'],
  ['FREQ=DAILY;BYMONTH=13', '"BYMONTH=13" has no such value', 'write FREQ=WEEKLY;BYDAY=TU'],
  ['every day', '"every day" is not part of a recurrence rule', 'write FREQ=WEEKLY;BYDAY=TU'],
  ['FREQ=DAILY;COUNT=3;UNTIL=20281231', 'COUNT and UNTIL exclude each other', 'write one of them'],
])('%s is refused', (text, message, hint) => {
  expect(() => checkRecurrence(text)).toThrow(expect.objectContaining({ message, hint }));
});
