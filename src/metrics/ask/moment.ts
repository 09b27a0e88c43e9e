import { parseDuration } from '../../config/duration.ts';
import { midnight, wallAt, weekdayOf, type Clock } from './wall.ts';

/** A moment as somebody says it, on the clock of the wall (milliseconds, as if it were UTC). */
export type Moment =
  /** A whole day: its midnight. */
  | { readonly kind: 'day'; readonly wall: number }
  /** A time of a day that is not named: milliseconds after midnight. */
  | { readonly kind: 'time'; readonly sinceMidnight: number }
  | { readonly kind: 'wall'; readonly wall: number }
  /** A time with a zone of its own, or one that counts from now: epoch milliseconds. */
  | { readonly kind: 'instant'; readonly at: number };

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const CLOCK = String.raw`\d{1,2}:\d{2}|\d{1,2}(?::\d{2})? ?[ap]m|noon|midnight`;
const DATE = String.raw`\d{4}-\d{2}-\d{2}`;
const DAY_NAME = String.raw`today|yesterday|(?:last )?(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|${WEEKDAYS.join('|')})`;
const WALL = new RegExp(`^(?:(${DATE}|${DAY_NAME})(?:[ t]|$))?(?:(${CLOCK}))?$`, 'u');
const ZONED = /^\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})$/u;

const UNITS: ReadonlyMap<string, string> = new Map([
  ...['s', 'sec', 'secs', 'second', 'seconds'].map((word) => [word, 's'] as const),
  ...['m', 'min', 'mins', 'minute', 'minutes'].map((word) => [word, 'm'] as const),
  ...['h', 'hr', 'hrs', 'hour', 'hours'].map((word) => [word, 'h'] as const),
  ...['d', 'day', 'days'].map((word) => [word, 'd'] as const),
  ...['w', 'week', 'weeks'].map((word) => [word, 'w'] as const),
]);

/**
 * Reads a moment: `9:00`, `9am`, `noon`, `yesterday`, `monday 9:00`, `2026-11-20 09:00`,
 * `2026-11-20T09:00Z`, `2h ago`, `now`. A weekday is the last that has begun.
 *
 * @param text in small letters
 * @returns undefined for what is none
 */
export function readMoment(text: string, clock: Clock): Moment | undefined {
  const plain = text.replaceAll(/\b(?:at|on) /gu, '');
  if (plain === 'now') return { kind: 'instant', at: clock.now };
  if (ZONED.test(plain)) return instantFrom(Date.parse(plain.replace(' ', 'T').toUpperCase()));
  const [, span] = /^(.+) ago$/u.exec(plain) ?? [];
  const length = span === undefined ? undefined : readLength(span);
  if (length !== undefined) return instantFrom(clock.now - length);
  const [found, day, time] = WALL.exec(plain) ?? [];
  if (found === undefined || found === '') return undefined;
  const sinceMidnight = time === undefined ? undefined : timeFrom(time);
  if (time !== undefined && sinceMidnight === undefined) return undefined;
  if (day === undefined) {
    return sinceMidnight === undefined ? undefined : { kind: 'time', sinceMidnight };
  }
  const wall = dayFrom(day, clock);
  if (wall === undefined) return undefined;
  return sinceMidnight === undefined
    ? { kind: 'day', wall }
    : { kind: 'wall', wall: wall + sinceMidnight };
}

/** Reads a length of time: `3h`, `1h30m`, `2 hours`, `an hour`; milliseconds, or undefined for none. */
export function readLength(text: string): number | undefined {
  const [, count, word = ''] = /^(\d{1,6}|an?) ?([a-z]+)$/u.exec(text) ?? [];
  const unit = UNITS.get(word);
  const compact = unit === undefined ? text : `${count?.startsWith('a') ? 1 : count}${unit}`;
  if (!/^(?:\d{1,9}(?:ms|[smhdwy]))+$/u.test(compact)) return undefined;
  try {
    const length = parseDuration(compact);
    return length > 0 ? length : undefined;
  } catch {
    return undefined;
  }
}

function instantFrom(at: number): Moment | undefined {
  return Number.isNaN(at) ? undefined : { kind: 'instant', at };
}

function timeFrom(text: string): number | undefined {
  if (text === 'noon') return 12 * 3_600_000;
  if (text === 'midnight') return 0;
  const [, written = '', minutes = '00', half] = /^(\d+)(?::(\d+))? ?([ap]m)?$/u.exec(text) ?? [];
  let hours = Number(written);
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return undefined;
    hours = (hours % 12) + (half === 'pm' ? 12 : 0);
  }
  const isTime = hours < 24 && Number(minutes) < 60;
  return isTime ? (hours * 60 + Number(minutes)) * 60_000 : undefined;
}

function dayFrom(text: string, clock: Clock): number | undefined {
  const wall = wallAt(clock, clock.now);
  if (text === 'today') return midnight(wall);
  if (text === 'yesterday') return midnight(wall, -1);
  if (/^\d/u.test(text)) {
    const day = Date.parse(`${text}T00:00:00Z`);
    // The 30th of February is read as a day of March.
    const isThere = !Number.isNaN(day) && new Date(day).toISOString().startsWith(text);
    return isThere ? day : undefined;
  }
  const name = text.replace('last ', '');
  const weekday = WEEKDAYS.findIndex((one) => one.startsWith(name.slice(0, 3)));
  const ago = (weekdayOf(wall) - weekday + 7) % 7;
  return midnight(wall, -(ago === 0 && text.startsWith('last ') ? 7 : ago));
}
