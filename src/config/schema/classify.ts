import { z } from 'zod';
import { compileCondition } from '../condition.ts';
import { checked, duration, oneOf, severity } from './fields.ts';
import { matcherList } from './matcher-list.ts';

/** What silence from a metric means, and after how long (milliseconds). */
export const insufficientDataSchema = z.strictObject({
  policy: oneOf(['ignore', 'firing', 'resolved']).default('ignore'),
  after: duration().default(15 * 60 * 1000),
});

const rule = z
  .strictObject({
    matchers: matcherList().default([]),
    when: checked(compileCondition).optional(),
    severity: severity().optional(),
    labels: z.record(z.string(), z.string()).default({}),
    insufficient_data: insufficientDataSchema.optional(),
  })
  .superRefine((value, context) => {
    const gives = value.severity !== undefined || value.insufficient_data !== undefined;
    if (gives || Object.keys(value.labels).length > 0) return;
    const params = { hint: 'write severity: or labels:' };
    context.addIssue({ code: 'custom', message: 'the rule gives nothing', params });
  });

/** Rules that give alerts a severity and labels. */
export const classifySchema = z.array(rule).default([]);
