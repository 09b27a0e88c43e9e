import { z } from 'zod';
import { Mistake } from '../mistake.ts';
import { checkLocalTime, checkZone } from '../timetable.ts';
import { checkEmail } from './addresses.ts';
import { checked, duration, fieldNotes, named, orIssue } from './fields.ts';

const HOUR = 60 * 60 * 1000;

/** The id of something that PagerDuty keeps. */
function idOf(what: string, address: string) {
  return checked((text) => {
    if (/^[A-Z0-9]{5,}$/.test(text)) return;
    const hint = `write the id at the end of its address: https://acme.pagerduty.com/${address}`;
    throw new Mistake(`${JSON.stringify(text)} is not the id of a PagerDuty ${what}`, hint);
  }).register(fieldNotes, { example: /\w+$/u.exec(address)?.[0] ?? '' });
}

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
    pagerduty: idOf('schedule', 'schedules#PSCHED1').optional(),
    escalation_policy: idOf('escalation policy', 'escalation_policies#PPOLICY1').optional(),
    rotation: rotation.optional(),
  })
  .superRefine(({ pagerduty, escalation_policy: policy, rotation: own }, context) =>
    orIssue(() => {
      const said = [pagerduty, policy, own].filter((one) => one !== undefined).length;
      if (said === 1) return;
      throw new Mistake(
        said === 0 ? 'says nothing of who is on call' : 'says it twice',
        'write one of pagerduty: PSCHED1, escalation_policy: PPOLICY1 or rotation: { people: […], start: … }',
      );
    }, context),
  );

/** Who is on call: schedules and escalation policies that PagerDuty keeps, or people who take turns. */
export const onCallSchema = z.array(schedule).default([]);
