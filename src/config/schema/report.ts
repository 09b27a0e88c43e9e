import { z } from 'zod';
import { Mistake } from '../mistake.ts';
import { checkZone, parseClock } from '../timetable.ts';
import { checked, oneOf, parsed } from './fields.ts';
import { channel } from './receivers.ts';

const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** In minutes after midnight. */
export const timeOfDay = parsed((text) => {
  const minutes = parseClock(text);
  if (minutes < 24 * 60) return minutes;
  throw new Mistake('24:00 is the next day', 'write "00:00", and the day after');
});

/** The weekly report: to whom, and when by the clock on the wall of `timezone`. */
export const reportSchema = z.strictObject({
  channel,
  weekday: oneOf(WEEKDAYS).default('monday'),
  at: timeOfDay.default(9 * 60),
  timezone: checked(checkZone).default('UTC'),
});

export type ReportConfig = z.output<typeof reportSchema>;
