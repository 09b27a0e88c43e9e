import type { Span } from '../series.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** By which period a window is read: short ones by the minute, a month by the hour (720 points). */
export function periodOfWindow(window: number): number {
  if (window <= 6 * HOUR) return MINUTE;
  if (window <= 3 * DAY) return 5 * MINUTE;
  return window <= 40 * DAY ? HOUR : DAY;
}

/**
 * The last whole periods that make up a window, so many windows ago: 0 is the one that ends now.
 *
 * @param now epoch milliseconds
 */
export function windowBefore(window: number, now: number, ago = 0): Span {
  const period = periodOfWindow(window);
  const length = Math.max(1, Math.ceil(window / period)) * period;
  const to = Math.floor(now / period) * period - ago * length;
  return { from: to - length, to };
}
