import { DataProblem } from '../problem.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST = 10_000;

/** A span of time, in epoch milliseconds; `end` is before the first moment that is not in it. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** Whether an address has places for a time, `{date}` and `{hour}`. */
export function hasPlaces(address: string): boolean {
  return /\{(?:date|hour)\}/u.test(address);
}

/**
 * The addresses of all days and hours (UTC) that a window touches: `{date}` becomes `2026-01-31`,
 * `{hour}` `07`.
 *
 * @throws DataProblem where a place and the window don't go together
 */
export function filledIn(address: string, window: Window | undefined): string[] {
  if (!hasPlaces(address)) return [address];
  if (window === undefined) {
    const what = `${address} has a place for a time, and no time is asked for.`;
    throw new DataProblem('wrong-address', what, 'Write the date instead, such as 2026-01-31.');
  }
  if (!address.includes('{date}')) {
    const what = `${address} has a place for the hour, and none for the day.`;
    throw new DataProblem('wrong-address', what, 'Write {date} where the day stands.');
  }
  const step = address.includes('{hour}') ? HOUR : DAY;
  const first = Math.floor(window.start / step) * step;
  const count = Math.max(0, Math.ceil((window.end - first) / step));
  if (count > MOST) {
    const what = `${address} would be read for ${count} days or hours.`;
    throw new DataProblem('wrong-address', what, 'Ask for less time.');
  }
  return Array.from({ length: count }, (_, index) => {
    const time = new Date(first + index * step).toISOString();
    return address.replaceAll('{date}', time.slice(0, 10)).replaceAll('{hour}', time.slice(11, 13));
  });
}
