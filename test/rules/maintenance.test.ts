import { expect, test } from 'vitest';
import { nextWindow, windowAt, type MaintenanceWindow } from '../../src/rules/maintenance.ts';
import { once, recurring, type Starts } from '../../src/rules/recurrence.ts';

const utc = (text: string): number => Date.parse(`${text}Z`);
const HOUR = 3_600_000;

function lasting(hours: number, starts: Starts): MaintenanceWindow {
  return { name: 'patching', matchers: [], duration: hours * HOUR, starts };
}

const daily = (zone: string, start: string): Starts =>
  recurring({ rule: 'FREQ=DAILY', zone, start: utc(start) });

test('maintenance is on from its start, and over at its end', () => {
  const window = lasting(2, once(utc('2026-01-06T02:00')));
  const time = { startsAt: utc('2026-01-06T02:00'), endsAt: utc('2026-01-06T04:00') };
  expect(windowAt(window, time.startsAt - 1)).toBeUndefined();
  expect(windowAt(window, time.startsAt)).toEqual(time);
  expect(windowAt(window, time.endsAt - 1)).toEqual(time);
  expect(windowAt(window, time.endsAt)).toBeUndefined();
  expect(nextWindow(window, time.startsAt - 1)).toEqual(time);
  expect(nextWindow(window, time.startsAt)).toBeUndefined();
});

test('maintenance that recurs is on each time', () => {
  const window = lasting(2, daily('UTC', '2026-01-06T02:00'));
  expect(windowAt(window, utc('2026-02-01T03:00'))).toEqual({
    startsAt: utc('2026-02-01T02:00'),
    endsAt: utc('2026-02-01T04:00'),
  });
  expect(windowAt(window, utc('2026-02-01T05:00'))).toBeUndefined();
  expect(nextWindow(window, utc('2026-02-01T05:00'))).toEqual({
    startsAt: utc('2026-02-02T02:00'),
    endsAt: utc('2026-02-02T04:00'),
  });
});

test('maintenance in the hour that is skipped is an hour later, and as long as ever', () => {
  const window = lasting(2, daily('Europe/Berlin', '2026-03-01T02:30'));
  const time = { startsAt: utc('2026-03-29T01:30'), endsAt: utc('2026-03-29T03:30') };
  expect(windowAt(window, utc('2026-03-29T01:29'))).toBeUndefined();
  expect(windowAt(window, utc('2026-03-29T01:30'))).toEqual(time);
});

test('maintenance in the hour that comes twice is on once', () => {
  const window = lasting(0.25, daily('Europe/Berlin', '2026-10-01T02:30'));
  expect(windowAt(window, utc('2026-10-25T00:30'))).toBeDefined();
  expect(windowAt(window, utc('2026-10-25T01:30'))).toBeUndefined();
});

test('maintenance that lasts longer than it is to the next is always on', () => {
  const window = lasting(30, daily('UTC', '2026-01-06T02:00'));
  expect(windowAt(window, utc('2026-01-08T05:00'))).toEqual({
    startsAt: utc('2026-01-08T02:00'),
    endsAt: utc('2026-01-09T08:00'),
  });
  expect(windowAt(window, utc('2026-01-08T01:00'))?.endsAt).toBe(utc('2026-01-08T08:00'));
});
