import { z } from 'zod';
import { Mistake } from '../mistake.ts';
import { checkZone, parseClock, parseRange, type RangeKind } from '../timetable.ts';
import { checked, fieldNotes, named, parsed } from './fields.ts';

/** To Alertmanager an empty list is one that nothing is in; a key that is left out says nothing. */
const NEVER = 'would never hold';

/** Ranges of days, months or years as numbers, both ends included. */
function ranges(kind: RangeKind, example: string) {
  return z
    .array(parsed((text) => parseRange(kind, text)))
    .min(1, NEVER)
    .register(fieldNotes, { example: `[${example}], or leave it out` })
    .default([]);
}

/** Times of day in minutes after midnight; the end excluded. */
const times = z
  .strictObject({
    start_time: parsed(parseClock).register(fieldNotes, { example: '"09:00"' }),
    end_time: parsed(parseClock).register(fieldNotes, { example: '"17:30"' }),
  })
  .superRefine((range, context) => {
    if (range.start_time < range.end_time) return;
    const { message, hint } = new Mistake(
      'start_time is not before end_time',
      'split it at midnight: until "24:00", and from "00:00"',
    );
    context.addIssue({ code: 'custom', message, params: { hint } });
  });

const interval = z.strictObject({
  times: z
    .array(times)
    .min(1, NEVER)
    .register(fieldNotes, {
      example: '[{ start_time: "09:00", end_time: "17:30" }], or leave it out',
    })
    .default([]),
  weekdays: ranges('weekdays', '"monday:friday"'),
  days_of_month: ranges('days_of_month', '"1:7"'),
  months: ranges('months', '"january:march"'),
  years: ranges('years', '"2026:2028"'),
  location: checked(checkZone).default('UTC'),
});

/** Named times of the week and year, as in Alertmanager. */
export const timeIntervalsSchema = z
  .array(
    z.strictObject({ name: named('some-name'), time_intervals: z.array(interval).default([]) }),
  )
  .default([]);
