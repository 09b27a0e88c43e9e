import type { NumberRange } from '../rules/timetable.ts';
import { Mistake, quoted } from './mistake.ts';
import { nearest } from './nearest.ts';

export type RangeKind = 'weekdays' | 'days_of_month' | 'months' | 'years';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

const EXAMPLES: Readonly<Record<RangeKind, string>> = {
  weekdays: 'write monday:friday or saturday',
  days_of_month: 'write 1:7, or -3:-1 for the last three days',
  months: 'write january:march or 1:3',
  years: 'write 2026 or 2026:2028',
};

/**
 * Reads a range as Alertmanager writes it: `monday:friday`, `1:7`, `-3:-1`, `january:march`, `2026`.
 * Sunday is 0, January 1, the last day of a month -1.
 *
 * @throws Mistake that says what to write instead.
 */
export function parseRange(kind: RangeKind, text: string): NumberRange {
  const parts = text.split(':').map((part) => part.trim().toLowerCase());
  const [first = '', last = first] = parts;
  if (parts.length > 2 || first === '') {
    throw new Mistake(`${quoted(text)} is not a range of ${kindText(kind)}`, EXAMPLES[kind]);
  }
  const range = { start: readNumber(kind, first), end: readNumber(kind, last) };
  if (range.start < 0 && range.end >= 0) {
    throw new Mistake(`${quoted(text)} ends at the other end of the month`, EXAMPLES[kind]);
  }
  const backwards = range.start > range.end && !(range.start > 0 && range.end < 0);
  if (backwards) {
    const wraps = kind === 'weekdays' || kind === 'months';
    const hint = wraps ? `write two ranges: ${split(kind, first, last)}` : `write ${last}:${first}`;
    throw new Mistake(`${quoted(text)} ends before it starts`, hint);
  }
  return range;
}

function readNumber(kind: RangeKind, text: string): number {
  const names = kind === 'weekdays' ? WEEKDAYS : kind === 'months' ? MONTHS : [];
  const index = names.indexOf(text);
  if (index >= 0) return kind === 'months' ? index + 1 : index;
  const number = /^-?\d+$/.test(text) && kind !== 'weekdays' ? Number(text) : Number.NaN;
  if (isWithin(kind, number)) return number;
  const meant = nearest(text, names);
  const hint = meant === undefined ? EXAMPLES[kind] : `write ${meant}`;
  throw new Mistake(`${quoted(text)} is not one of the ${kindText(kind)}`, hint);
}

function isWithin(kind: RangeKind, number: number): boolean {
  if (kind === 'days_of_month') return number !== 0 && Math.abs(number) <= 31;
  if (kind === 'months') return number >= 1 && number <= 12;
  return number >= 1970 && number <= 9999;
}

function kindText(kind: RangeKind): string {
  return kind.replaceAll('_', ' ').replace('days of month', 'days of a month');
}

function split(kind: RangeKind, first: string, last: string): string {
  return kind === 'weekdays'
    ? `${first}:saturday and sunday:${last}`
    : `${first}:december and january:${last}`;
}

/**
 * Minutes after midnight of a time such as `09:00`; `24:00` is the end of the day.
 *
 * @throws Mistake that says what to write instead.
 */
export function parseClock(text: string): number {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  if (Number(minutes) < 60 && total <= 24 * 60) return total;
  throw new Mistake(`${quoted(text)} is not a time of day`, 'write "09:00"; "24:00" ends the day');
}

/**
 * Checks the name of a time zone.
 *
 * @throws Mistake when it is not in the IANA database.
 */
export function checkZone(text: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    const meant = nearest(text, Intl.supportedValuesOf('timeZone'));
    const hint = `write ${meant ?? 'a name such as Europe/Berlin, or UTC'}`;
    throw new Mistake(`${quoted(text)} is not a time zone`, hint);
  }
}

/**
 * Checks a date and time without a zone: `2026-01-06T02:00`, with or without seconds.
 *
 * @throws Mistake for another form, or a day that doesn't exist.
 */
export function checkLocalTime(text: string): void {
  const shape = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)$/.exec(text);
  const hint = 'write "2026-01-06T02:00", without an offset: the zone is timezone';
  if (shape === null) throw new Mistake(`${quoted(text)} is not a local date and time`, hint);
  const instant = new Date(`${shape[1]}T${shape[2]}Z`);
  const exists =
    !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(`${shape[1]}`);
  if (!exists) throw new Mistake(`${quoted(text)} does not exist`, 'check the day and the time');
}
