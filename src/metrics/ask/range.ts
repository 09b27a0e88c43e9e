import { Mistake, quoted } from '../../config/mistake.ts';
import { DAY } from '../../rules/zone.ts';
import type { Span } from '../series.ts';
import { readLength, readMoment, type Moment } from './moment.ts';
import { instantAt, midnight, wallAt, weekdayOf, type Clock } from './wall.ts';

const HOUR = 3_600_000;
const EXAMPLES = 'write 3h, since 9:00, yesterday, or from 9:00 to 10:30';

/** Begins a range and nothing else: what follows must be one. */
const BEGINNING = /^(?:since|from|between) /u;

/**
 * Reads from when to when somebody wants to see something, on their clock: `3h`, `last 2 hours`,
 * `since 9:00`, `yesterday`, `this week`, `last month`, `monday`, `2026-11-20`, `from 9:00 to 10:30`. Days
 * are as long as they are there. It ends now at the latest.
 *
 * @returns undefined for what is no range
 * @throws Mistake for one that can't be
 */
export function readRange(words: readonly string[], clock: Clock): Span | undefined {
  const text = words.join(' ').toLowerCase();
  const span = lengthBack(text, clock) ?? calendar(text, clock) ?? between(text, clock);
  if (span !== undefined) return checked(span, clock, text);
  if (!BEGINNING.test(text)) return undefined;
  throw new Mistake(`${quoted(text)} is no time`, EXAMPLES);
}

function checked({ from, to }: Span, { now }: Clock, text: string): Span {
  if (from >= now) throw new Mistake(`${quoted(text)} is yet to come`, EXAMPLES);
  if (to <= from) throw new Mistake(`${quoted(text)} ends before it begins`, EXAMPLES);
  if (from < 0) throw new Mistake(`${quoted(text)} is too long ago`, EXAMPLES);
  return { from, to: Math.min(to, now) };
}

function lengthBack(text: string, { now }: Clock): Span | undefined {
  const [, last, written = ''] = /^(?:the )?((?:last|past) )?(.+)$/u.exec(text) ?? [];
  // "Last week" is one of the calendar's; an hour or a day is just as long ago.
  const isOne = last !== undefined && /^(?:minute|hour|day)$/u.test(written);
  const length = readLength(isOne || text === 'past week' ? `1 ${written}` : written);
  return length === undefined ? undefined : { from: now - length, to: now };
}

function calendar(text: string, clock: Clock): Span | undefined {
  const wall = wallAt(clock, clock.now);
  const days = (from: number, to: number) => ({
    from: instantAt(clock, from),
    to: instantAt(clock, to),
  });
  const monday = midnight(wall, -weekdayOf(wall));
  switch (text) {
    case 'this week':
      return days(monday, monday + 7 * DAY);
    case 'last week':
      return days(monday - 7 * DAY, monday);
    case 'this month':
      return days(monthOf(wall), monthOf(wall, 1));
    case 'last month':
      return days(monthOf(wall, -1), monthOf(wall));
    default: {
      const moment = readMoment(text, clock);
      return moment?.kind === 'day' ? days(moment.wall, moment.wall + DAY) : undefined;
    }
  }
}

/** The midnight with which a month begins, so many months later. */
function monthOf(wall: number, later = 0): number {
  const day = new Date(wall);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + later, 1);
}

function between(text: string, clock: Clock): Span | undefined {
  const [, since] = /^since (.+)$/u.exec(text) ?? [];
  if (since !== undefined) {
    const start = readMoment(since, clock);
    return start && { from: begins(start, clock), to: clock.now };
  }
  const spaced = text.replace(/(\d|[ap]m)\s*[-–—]\s*(?=\d{1,2}(?::\d{2}|[ap]m))/u, '$1 to ');
  const [, one = '', other = ''] =
    /^between (.+) and (.+)$/u.exec(spaced) ??
    /^(?:from )?(.+?) (?:to|until|till|-|–|—) (.+)$/u.exec(spaced) ??
    [];
  const start = readMoment(one, clock);
  const end = readMoment(other, clock);
  if (start === undefined || end === undefined) return undefined;
  return end.kind === 'time' ? toTime(start, end.sinceMidnight, clock) : toDay(start, end, clock);
}

/** A time alone is the last that was. */
function begins(start: Moment, clock: Clock): number {
  if (start.kind === 'instant') return start.at;
  if (start.kind !== 'time') return instantAt(clock, start.wall);
  const today = midnight(wallAt(clock, clock.now)) + start.sinceMidnight;
  const at = instantAt(clock, today);
  return at < clock.now ? at : instantAt(clock, today - DAY);
}

/** A time to end with is of the day of the beginning, or of the next where it would be before it. */
function toTime(start: Moment, sinceMidnight: number, clock: Clock): Span {
  const from = begins(start, clock);
  const wall = wallAt(clock, from);
  const sameDay = midnight(wall) + sinceMidnight;
  const to = instantAt(clock, sameDay > wall ? sameDay : sameDay + DAY);
  return { from, to };
}

function toDay(start: Moment, end: Exclude<Moment, { kind: 'time' }>, clock: Clock): Span {
  const from = begins(start, clock);
  if (end.kind === 'instant') return { from, to: end.at };
  // "To Friday" is to the end of it.
  return { from, to: instantAt(clock, end.kind === 'day' ? end.wall + DAY : end.wall) };
}

/** What is looked at where nobody says from when. */
export function usualRange({ now }: Clock): Span {
  return { from: now - 3 * HOUR, to: now };
}
