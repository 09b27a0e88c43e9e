import { z } from 'zod';
import { duration, integer } from './fields.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** More transitions than this within the window mark an alert as flapping. */
export const flappingSchema = z.strictObject({
  transitions: integer(1).default(5),
  window: duration({ positive: true }).default(10 * MINUTE),
});

/** More new groups of a route than this within the window fold into a digest; off unless written. */
export const stormSchema = z.strictObject({
  groups: integer(1).default(20),
  window: duration({ positive: true }).default(MINUTE),
});

function response(milliseconds: number) {
  return z
    .strictObject({ response: duration({ positive: true }).default(milliseconds) })
    .prefault({});
}

/** Within what time somebody should have acknowledged. */
export const severitiesSchema = z.strictObject({
  critical: response(15 * MINUTE),
  error: response(30 * MINUTE),
  warning: response(2 * HOUR),
  info: response(24 * HOUR),
});
