import { segmentAt } from './zone.ts';

/** Numbers from `start` to `end`, both included. */
export interface NumberRange {
  readonly start: number;
  readonly end: number;
}

/** Minutes after midnight from `start` to `end`, the end excluded; 1440 is the end of the day. */
export interface ClockRange {
  readonly start: number;
  readonly end: number;
}

/** Times that hold when everything it says does; a list of nothing says nothing. */
export interface TimeRange {
  readonly times: readonly ClockRange[];
  /** Sunday is 0. */
  readonly weekdays: readonly NumberRange[];
  /** The first day is 1, the last -1. A range ends with the month. */
  readonly daysOfMonth: readonly NumberRange[];
  /** January is 1. */
  readonly months: readonly NumberRange[];
  readonly years: readonly NumberRange[];
  /** The IANA zone whose clocks these are. */
  readonly location: string;
}

/** Named times of the week and year: whenever one of the ranges holds. */
export interface TimeInterval {
  readonly name: string;
  readonly ranges: readonly TimeRange[];
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How far ahead a change is looked for: weekdays and dates come together anew within 28 years. */
const HORIZON = 30 * 366 * DAY;

/**
 * Whether a moment (epoch milliseconds) is within an interval.
 *
 * Semantics: Prometheus Alertmanager, `TimeInterval.ContainsTime`.
 */
export function isWithin({ ranges }: TimeInterval, at: number): boolean {
  return ranges.some((range) => holds(range, wallOf(range, at)));
}

/**
 * The first moment after `after` (both epoch milliseconds) at which `isWithin` changes; undefined when
 * it does not within 30 years.
 */
export function nextChange(interval: TimeInterval, after: number): number | undefined {
  const before = isWithin(interval, after);
  let at = after;
  for (;;) {
    at = Math.min(...interval.ranges.map((range) => nextCandidate(range, at)));
    if (at > after + HORIZON) return undefined;
    if (isWithin(interval, at) !== before) return at;
  }
}

/** What a clock on the wall shows, as if it were UTC. */
interface Wall {
  readonly clock: number;
  readonly year: number;
  /** January is 1. */
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly minute: number;
}

function wallOf({ location }: TimeRange, at: number): Wall {
  const clock = at + segmentAt(location, at).offset;
  const date = new Date(clock);
  return {
    clock,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    minute: date.getUTCHours() * 60 + date.getUTCMinutes(),
  };
}

function holds(range: TimeRange, wall: Wall): boolean {
  const { times } = range;
  return (
    (times.length === 0 ||
      times.some(({ start, end }) => start <= wall.minute && wall.minute < end)) &&
    isDay(range, wall) &&
    includes(range.months, wall.month) &&
    includes(range.years, wall.year)
  );
}

function isDay({ weekdays, daysOfMonth }: TimeRange, wall: Wall): boolean {
  if (!includes(weekdays, wall.weekday)) return false;
  if (daysOfMonth.length === 0) return true;
  const length = new Date(Date.UTC(wall.year, wall.month, 0)).getUTCDate();
  const fromStart = (day: number): number => (day < 0 ? length + 1 + day : day);
  return daysOfMonth.some(
    ({ start, end }) => fromStart(start) <= wall.day && wall.day <= fromStart(end),
  );
}

function includes(ranges: readonly NumberRange[], number: number): boolean {
  return ranges.length === 0 || ranges.some(({ start, end }) => start <= number && number <= end);
}

/** A moment after `at`, before which a range can't begin or end to hold. */
function nextCandidate(range: TimeRange, at: number): number {
  const { offset, to } = segmentAt(range.location, at);
  return Math.min(nextMark(range, wallOf(range, at)) - offset, to);
}

/** The next time on the clock, if nobody changes it, at which the range can begin or end to hold. */
function nextMark(range: TimeRange, wall: Wall): number {
  const { times, weekdays, daysOfMonth, months, years } = range;
  const { year, month } = wall;
  if (!includes(years, year)) return nextYear(years, year);
  if (!includes(months, month)) return Date.UTC(year, month);
  const midnight = Math.floor(wall.clock / DAY) * DAY;
  if (isDay(range, wall) && times.length > 0) {
    const marks = times
      .flatMap(({ start, end }) => [start, end])
      .map((mark) => midnight + mark * MINUTE);
    return Math.min(midnight + DAY, ...marks.filter((mark) => mark > wall.clock));
  }
  if (times.length + weekdays.length + daysOfMonth.length > 0) return midnight + DAY;
  if (months.length > 0) return Date.UTC(year, month);
  return years.length > 0 ? Date.UTC(year + 1, 0) : Number.POSITIVE_INFINITY;
}

/** When the first of the years after one begins; infinity when they are over. */
function nextYear(years: readonly NumberRange[], year: number): number {
  const start = Math.min(...years.map(({ start }) => start).filter((start) => start > year));
  return Number.isFinite(start) ? Date.UTC(start, 0) : start;
}
