import { expect, test } from 'vitest';
import { windowOf } from '../../../src/drift/runs/window.ts';
import { watched } from './worlds.ts';

const at = (text: string) => Date.parse(`2026-10-${text}:00Z`);
const shown = ({ start, end }: { readonly start: number; readonly end: number }) =>
  [start, end].map((one) => new Date(one).toISOString().slice(8, 16)).join(' ');
const of = (from: string, own: Parameters<typeof watched>[0] = {}) =>
  watched({ features: { ...watched().features, from }, ...own });

test('of data by the day a run looks at the days that are over', () => {
  expect(shown(windowOf(of('dt={date}/'), at('02T06:30')))).toBe('01T00:00 02T00:00');
  const week = of('dt={date}/', { window: 7 * 86_400_000 });
  expect(shown(windowOf(week, at('09T00:00')))).toBe('02T00:00 09T00:00');
  expect(shown(windowOf(of('dt={date}/'), at('09T06:00'), 2 * 86_400_000))).toBe(
    '07T00:00 09T00:00',
  );
});

test('every hour it looks at the day so far, and at midnight at the one that is over', () => {
  const hourly = of('dt={date}/', { schedule: 'hourly' });
  expect(shown(windowOf(hourly, at('02T01:00')))).toBe('02T00:00 02T01:00');
  expect(shown(windowOf(hourly, at('03T00:00')))).toBe('02T00:00 03T00:00');
  // The runs of hours are due some minutes after them.
  expect(shown(windowOf(hourly, at('03T00:10')))).toBe('02T00:00 03T00:00');
  expect(shown(windowOf(hourly, at('03T01:10')))).toBe('03T00:00 03T01:10');
});

test('of data by the hour it looks at the hours that are over', () => {
  const hourly = of('dt={date}/h={hour}/', { schedule: 'hourly', window: 6 * 3_600_000 });
  expect(shown(windowOf(hourly, at('02T03:20')))).toBe('01T21:00 02T03:00');
});

test('of a file that is always the same each run is one of its own', () => {
  expect(shown(windowOf(of('features.csv'), at('02T06:30')))).toBe('01T06:30 02T06:30');
});
