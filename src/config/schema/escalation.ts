import { z } from 'zod';
import { duration, fieldNotes, named } from './fields.ts';
import { mention } from './mention.ts';

const step = z.strictObject({
  after: duration().register(fieldNotes, { example: '15m' }),
  notify: named('the name of a receiver'),
  mention: mention.default(''),
});

/** Escalation policies by name: who is told next when nobody acknowledges. */
export const escalationSchema = z
  .record(z.string(), z.array(step).min(1, 'has no steps'))
  .default({});
