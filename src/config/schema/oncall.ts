import { z } from 'zod';
import { Mistake } from '../mistake.ts';
import { checkLocalTime, checkZone } from '../timetable.ts';
import { checkEmail } from './addresses.ts';
import { checked, duration, fieldNotes, named, orIssue } from './fields.ts';

const HOUR = 60 * 60 * 1000;

const scheduleId = checked((text) => {
  if (/^[A-Z0-9]{5,}$/.test(text)) return;
  const hint =
    'write the id at the end of its address: https://acme.pagerduty.com/schedules#PSCHED1';
  throw new Mistake(`${JSON.stringify(text)} is not the id of a PagerDuty schedule`, hint);
}).register(fieldNotes, { example: 'PSCHED1' });

const slackUser = checked((text) => {
  if (/^[UW][A-Z0-9]{6,}$/.test(text)) return;
  const hint = 'write the id: in Slack, the profile, ⋮, "Copy member ID"';
  throw new Mistake(`${JSON.stringify(text)} is not the id of a Slack user`, hint);
});

/** A name alone, or with how to find the person elsewhere. */
const person = z.preprocess(
  (value) => (typeof value === 'string' ? { name: value } : value),
  z.strictObject({
    name: named('Ana Ruiz'),
    email: checked(checkEmail).optional(),
    slack: slackUser.optional(),
  }),
);

const turn = duration({ positive: true }).refine((every) => every % HOUR === 0, {
  message: 'is no whole number of hours',
  params: { hint: 'write 1w, 1d or 12h' },
});

const rotation = z.strictObject({
  people: z
    .array(person)
    .min(1, 'names nobody')
    .register(fieldNotes, { example: '[Ana Ruiz, Ben Ode]' }),
  start: checked(checkLocalTime).register(fieldNotes, { example: '"2026-01-05T09:00"' }),
  every: turn.default(7 * 24 * HOUR),
  timezone: checked(checkZone).default('UTC'),
});

const schedule = z
  .strictObject({
    name: named('some-name'),
    pagerduty: scheduleId.optional(),
    rotation: rotation.optional(),
  })
  .superRefine(({ pagerduty, rotation: own }, context) =>
    orIssue(() => {
      if ((pagerduty === undefined) !== (own === undefined)) return;
      const message = own === undefined ? 'says nothing of who is on call' : 'says it twice';
      throw new Mistake(
        message,
        'write either pagerduty: PSCHED1 or rotation: { people: […], start: … }',
      );
    }, context),
  );

/** Who is on call: schedules that PagerDuty keeps, or people who take turns. */
export const onCallSchema = z.array(schedule).default([]);
