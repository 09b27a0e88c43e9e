import { z } from 'zod';
import { CHAT_ROLES } from '../../alert/chat-role.ts';
import { ACTION_NAMES } from '../../runbooks/actions/names.ts';
import { checkRegion, checkRoleArn } from './addresses.ts';
import { checked, fieldNotes, flag, integer, named, oneOf } from './fields.ts';
import { hook, signingSecret } from './receivers.ts';

const ruleSchema = z.strictObject({
  action: oneOf(ACTION_NAMES),
  targets: z.array(named("'orders-*'")),
  most: integer(0).optional(),
  least: integer(0).default(1),
  second_person: flag().default(false),
  role: oneOf(CHAT_ROLES).optional(),
  region: checked(checkRegion).register(fieldNotes, { example: 'us-east-1' }).optional(),
  role_arn: checked(checkRoleArn).optional(),
});

/** What runbooks and automation may have done: nothing that is not written here. */
export const actionsSchema = z.strictObject({
  allow: z.array(ruleSchema).default([]),
  limits: z
    .strictObject({
      per_hour: integer(1).default(10),
      per_target_per_hour: integer(1).default(3),
    })
    .prefault({}),
  webhooks: z
    .array(
      z.strictObject({ name: named('flush-cache'), url: hook, secret: signingSecret.default('') }),
    )
    .default([]),
});
