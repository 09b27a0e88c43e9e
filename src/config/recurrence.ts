import { Mistake, quoted } from './mistake.ts';
import { nearest } from './nearest.ts';

const FREQUENCIES = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY'];
const EXAMPLE = 'write FREQ=WEEKLY;BYDAY=TU';

/** The parts of a recurrence rule and what their values look like: RFC 5545, section 3.3.10. */
const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: new RegExp(`^(${FREQUENCIES.join('|')})$`),
  INTERVAL: /^[1-9]\d*$/,
  COUNT: /^[1-9]\d*$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
  BYDAY: /^[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)(,[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU))*$/,
  BYMONTH: listOf(1, 12, false),
  BYMONTHDAY: listOf(1, 31, true),
  BYYEARDAY: listOf(1, 366, true),
  BYWEEKNO: listOf(1, 53, true),
  BYSETPOS: listOf(1, 366, true),
  BYHOUR: listOf(0, 23, false),
  BYMINUTE: listOf(0, 59, false),
  BYSECOND: listOf(0, 60, false),
};

/**
 * Checks a recurrence rule such as `FREQ=WEEKLY;BYDAY=TU`.
 *
 * @throws Mistake that names the part that is wrong.
 */
export function checkRecurrence(text: string): void {
  const seen = new Set<string>();
  for (const part of text.replace(/^RRULE:/, '').split(';')) {
    const [name = '', value = ''] = part.split('=');
    const shape = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
    if (shape === undefined) {
      const meant = nearest(name, Object.keys(PARTS));
      const hint = meant === undefined ? EXAMPLE : `write ${meant}=${value}`;
      throw new Mistake(`${quoted(part)} is not part of a recurrence rule`, hint);
    }
    if (seen.has(name)) throw new Mistake(`${name} is there twice`, 'write it once');
    seen.add(name);
    if (!shape.test(value)) throw new Mistake(`${quoted(part)} has no such value`, EXAMPLE);
  }
  if (!seen.has('FREQ')) throw new Mistake(`${quoted(text)} has no FREQ`, EXAMPLE);
  if (seen.has('COUNT') && seen.has('UNTIL')) {
    throw new Mistake('COUNT and UNTIL exclude each other', 'write one of them');
  }
  parseRecurrence(text);
}

/** A recurrence rule taken apart. */
export interface WrittenRecurrence {
  /** The rule without COUNT and UNTIL. */
  readonly rule: string;
  readonly count?: number;
  /** The last time that counts, in milliseconds: by the clock on the wall, as if it were UTC, or by UTC. */
  readonly until?: { readonly time: number; readonly isUtc: boolean };
}

/**
 * Takes a recurrence rule apart that `checkRecurrence` has nothing against.
 *
 * @throws Mistake when UNTIL is no day.
 */
export function parseRecurrence(text: string): WrittenRecurrence {
  const parts = text
    .replace(/^RRULE:/, '')
    .split(';')
    .map((part) => part.split('='));
  const valueOf = (wanted: string) => parts.find(([name]) => name === wanted)?.[1];
  const count = valueOf('COUNT');
  const until = valueOf('UNTIL');
  const rest = parts.filter(([name]) => name !== 'COUNT' && name !== 'UNTIL');
  return {
    rule: rest.map((part) => part.join('=')).join(';'),
    ...(count !== undefined && { count: Number(count) }),
    ...(until !== undefined && { until: parseUntil(until) }),
  };
}

/** A day alone is meant to its end. */
function parseUntil(text: string): { readonly time: number; readonly isUtc: boolean } {
  const [, day = '', clock] = /^(\d{8})(?:T(\d{6}))?/.exec(text) ?? [];
  const date = day.replace(/(....)(..)(..)/, '$1-$2-$3');
  const hours = clock?.replace(/(..)(..)(..)/, '$1:$2:$3') ?? '23:59:59';
  const time = Date.parse(`${date}T${hours}Z`);
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(date)) {
    throw new Mistake(`${quoted(`UNTIL=${text}`)} does not exist`, 'check the day and the time');
  }
  return { time, isUtc: text.endsWith('Z') };
}

/** A pattern for comma-separated numbers within bounds. */
function listOf(least: number, most: number, signed: boolean): RegExp {
  const numbers = Array.from({ length: most - least + 1 }, (_, index) => least + index);
  // 07 is 7; the longest first, or 3 would be found in 31.
  const one = `${signed ? '[+-]?' : ''}0?(${numbers.toReversed().join('|')})`;
  return new RegExp(`^${one}(,${one})*$`);
}
