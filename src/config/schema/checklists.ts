import { z } from 'zod';
import { parseEvery } from '../every.ts';
import { checkZone } from '../timetable.ts';
import { checked, duration, fieldNotes, named, parsed } from './fields.ts';
import { mention } from './mention.ts';
import { channel } from './receivers.ts';
import { timeOfDay } from './report.ts';

const HOUR = 3_600_000;

/** A checklist that is posted on schedule; `every` is a recurrence rule once it is read. */
const checklist = z.strictObject({
  name: named('daily'),
  channel,
  every: parsed(parseEvery).register(fieldNotes, { example: 'weekday' }),
  at: timeOfDay.default(9 * 60),
  timezone: checked(checkZone).optional(),
  assign: mention.default(''),
  remind_after: duration().default(4 * HOUR),
  close_after: duration({ positive: true }).optional(),
});

export type ChecklistConfig = z.output<typeof checklist>;

/** The checklists that are posted. */
export const checklistsSchema = z.array(checklist).default([]);
