import { z } from 'zod';
import { checkRecurrence } from '../recurrence.ts';
import { checkStarts } from '../starts.ts';
import { checkLocalTime, checkZone } from '../timetable.ts';
import { checked, duration, fieldNotes, named, orIssue } from './fields.ts';
import { matcherList } from './matcher-list.ts';

const window = z
  .strictObject({
    name: named('some-name'),
    matchers: matcherList()
      .min(1, 'would mute everything')
      .register(fieldNotes, { example: `['team="data"']` }),
    start: checked(checkLocalTime).register(fieldNotes, { example: '"2026-01-06T02:00"' }),
    duration: duration({ positive: true }).register(fieldNotes, { example: '2h' }),
    repeat: checked(checkRecurrence).optional(),
    timezone: checked(checkZone).default('UTC'),
  })
  .superRefine((written, context) => orIssue(() => checkStarts(written), context, ['repeat']));

/** Planned mutes, once or recurring; `start` is the clock on the wall of `timezone`. */
export const maintenanceSchema = z.array(window).default([]);
