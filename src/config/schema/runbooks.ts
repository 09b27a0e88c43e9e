import { z } from 'zod';
import { named } from './fields.ts';

/** The word for the folder of runbooks that come with the bot. */
export const SHIPPED = 'shipped';

/** Where the runbooks are. */
export const runbooksSchema = z.strictObject({
  dirs: z.array(named('./runbooks')).default([SHIPPED]),
});
