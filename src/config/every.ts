import { Mistake, quoted } from './mistake.ts';
import { nearest } from './nearest.ts';
import { checkRecurrence } from './recurrence.ts';
import { checkStarts } from './starts.ts';

/** A Monday, the first of a month and of a year: what recurs is counted from it. */
export const COUNTED_FROM = '2024-01-01';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const RULES: ReadonlyMap<string, string> = new Map([
  ['day', 'FREQ=DAILY'],
  ['weekday', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
  ...WEEKDAYS.map((day): [string, string] => [
    day,
    `FREQ=WEEKLY;BYDAY=${day.slice(0, 2).toUpperCase()}`,
  ]),
  ['month', 'FREQ=MONTHLY;BYMONTHDAY=1'],
]);

/** A recurrence rule as people write it: its word, where it has one. */
export function everyText(rule: string): string {
  return [...RULES].find(([, one]) => one === rule)?.[0] ?? rule;
}

const WORDS = [...RULES.keys()].join(', ');

/**
 * On which days something recurs, as a recurrence rule: a word such as `weekday`, or a rule, whose time of day
 * is said elsewhere.
 *
 * @throws Mistake for what is neither, ends, or never comes
 */
export function parseEvery(text: string): string {
  const rule = RULES.get(text.trim().toLowerCase());
  if (rule !== undefined) return rule;
  if (!text.includes('=')) {
    const meant = nearest(text, [...RULES.keys()]);
    const hint =
      meant === undefined
        ? `write one of ${WORDS}, or a rule such as FREQ=MONTHLY;BYDAY=1MO`
        : `write ${meant}`;
    throw new Mistake(`${quoted(text)} is not one of ${WORDS}`, hint);
  }
  checkRecurrence(text);
  const [fine] = /FREQ=(?:HOURLY|MINUTELY|SECONDLY)|BY(?:HOUR|MINUTE|SECOND)/u.exec(text) ?? [];
  if (fine !== undefined) {
    throw new Mistake(`${fine} has no place here`, 'write the days only, and the time as at:');
  }
  const [end] = /COUNT|UNTIL/u.exec(text) ?? [];
  if (end !== undefined) throw new Mistake(`${end} would end it`, `leave ${end} out`);
  checkStarts({ start: `${COUNTED_FROM}T00:00`, timezone: 'UTC', repeat: text });
  return text.replace(/^RRULE:/u, '');
}
