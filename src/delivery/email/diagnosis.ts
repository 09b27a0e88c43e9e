import type { Diagnosis } from '../../engine/ports/troubles.ts';
import type { MailFailure } from './failure.ts';

/** What is wrong when a mail server refuses for good, and what to do. */
export function diagnosisOf({ isLogin, why }: Pick<MailFailure, 'isLogin' | 'why'>): Diagnosis {
  return isLogin
    ? {
        concerns: 'service',
        problem: `it refuses the bot's user name or password: ${why}`,
        remedy: 'Put the right ones into smtp.url (SMTP_URL).',
      }
    : {
        concerns: 'address',
        problem: `it refuses the mail: ${why}`,
        remedy:
          'See whether the addresses of receivers[].email[].to exist, and whether smtp.from may send from there.',
      };
}
