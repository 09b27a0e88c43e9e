import type { Span } from './series.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Periods people read easily; each divides a day, and those after it. */
const PERIODS = [
  ...[1, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 3, 6, 12, 24].map((hours) => hours * HOUR),
];
const MOST_POINTS = 1000;

/** The shortest period, of a minute or more, by which a span has at most a thousand points; milliseconds. */
export function periodFor({ from, to }: Span): number {
  const shortest = (to - from) / MOST_POINTS;
  const days = Math.ceil(shortest / (24 * HOUR)) * 24 * HOUR;
  return PERIODS.find((period) => period >= shortest) ?? days;
}
