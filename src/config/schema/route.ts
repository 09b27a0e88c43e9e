import { z } from 'zod';
import { Mistake, quoted } from '../mistake.ts';
import { checked, duration, flag } from './fields.ts';
import { matcherList } from './matcher-list.ts';

const groupBy = z
  .array(
    checked((text) => {
      if (text === '') throw new Mistake('a label name is empty', "write '...' for all labels");
    }),
  )
  .superRefine((names, context) => {
    const repeated = names.find((name, index) => names.indexOf(name) !== index);
    if (repeated !== undefined) {
      const params = { hint: 'write each label once' };
      context.addIssue({ code: 'custom', message: `${quoted(repeated)} is there twice`, params });
    }
    if (names.includes('...') && names.length > 1) {
      const params = { hint: "write group_by: ['...'] alone, for all labels" };
      context.addIssue({ code: 'custom', message: '... stands beside other labels', params });
    }
  });

/** One node of the routing tree, as in Alertmanager; what is left out is its parent's. */
export const routeSchema = z.strictObject({
  id: checked((text) => {
    if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(text)) return;
    const hint = 'write at most 64 letters, digits, dots, dashes and underscores';
    throw new Mistake(`${quoted(text)} can't be an id`, hint);
  }).optional(),
  receiver: z.string().optional(),
  matchers: matcherList().default([]),
  group_by: groupBy.optional(),
  group_wait: duration().optional(),
  group_interval: duration({ positive: true }).optional(),
  repeat_interval: duration({ positive: true }).optional(),
  continue: flag().default(false),
  prompt_refire: flag().optional(),
  repage: flag().optional(),
  escalation: z.string().optional(),
  mute_time_intervals: z.array(z.string()).default([]),
  active_time_intervals: z.array(z.string()).default([]),
  get routes() {
    return z.array(routeSchema).default([]);
  },
});

export type RouteConfig = z.output<typeof routeSchema>;
