import { z } from 'zod';
import { checkRegion, checkRoleArn } from './addresses.ts';
import { checked, duration, fieldNotes } from './fields.ts';
import { matcherList } from './matcher-list.ts';

const source = z.strictObject({
  region: checked(checkRegion).register(fieldNotes, { example: 'us-east-1' }),
  role_arn: checked(checkRoleArn).optional(),
  external_id: z.string().optional(),
  include: matcherList().default([]),
});

/** Reading CloudWatch's alarms back. Without `sources` those of the topics' regions; `[]`: none. */
export const reconcileSchema = z.strictObject({
  every: duration({ positive: true }).default(5 * 60 * 1000),
  severity_tag: z.string().default('severity'),
  sources: z.array(source).optional(),
});
