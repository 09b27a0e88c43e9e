import { z } from 'zod';
import { named } from './fields.ts';

/** What stands above a checklist, between the lines of `---`. */
export const checklistMatterSchema = z.strictObject({
  name: named('daily').default(''),
  title: named('Daily check').default(''),
  owners: z.array(named('platform')).default([]),
});
