import { z } from 'zod';
import { duration, flag } from './fields.ts';
import { channel } from './receivers.ts';

const MINUTE = 60_000;

const every = duration({ positive: true });

/** Where incidents are worked on, and how often people are to hear how they stand. */
export const incidentsSchema = z.strictObject({
  channel: channel.optional(),
  own_channel: flag().default(false),
  update_every: z
    .strictObject({
      critical: every.default(30 * MINUTE),
      error: every.default(60 * MINUTE),
      warning: every.optional(),
      info: every.optional(),
    })
    .prefault({}),
});
