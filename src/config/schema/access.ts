import { z } from 'zod';
import { CHAT_ROLES } from '../../alert/chat-role.ts';
import { Mistake, quoted } from '../mistake.ts';
import { checked, fieldNotes, oneOf } from './fields.ts';

const ID = /^[UWS][A-Z0-9]{2,}$/;

/** Users and user groups of Slack, by id: names can be changed by whoever has them. */
const ids = z.array(checked(checkId).register(fieldNotes, { example: 'U0ANA' })).default([]);

function checkId(text: string): void {
  if (ID.test(text)) return;
  throw new Mistake(
    `${quoted(text)} is not the id of a user or a user group`,
    'write an id such as U0123ABCD (in Slack: the profile, ⋮, Copy member ID) or S0123ABCD',
  );
}

/** Who may do what in the chat. */
export const accessSchema = z.strictObject({
  default: oneOf(['none', ...CHAT_ROLES]).default('responder'),
  viewer: ids,
  responder: ids,
  operator: ids,
  admin: ids,
});
