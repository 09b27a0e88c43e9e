import { z } from 'zod';
import { checkEmail, checkUrl } from './addresses.ts';
import { checked, fieldNotes, secret } from './fields.ts';

const EXAMPLE = 'smtp://user:password@mail.example.com:587';

/** The mail server; an empty URL means no mail. `ca_file` is for a server of one's own. */
export const smtpSchema = z.strictObject({
  url: secret('optional', (text) => checkUrl(text, ['smtp', 'smtps'], EXAMPLE, false)).default(''),
  from: checked((text) => text === '' || checkEmail(text)).default(''),
  ca_file: checked(() => undefined)
    .register(fieldNotes, { path: true })
    .optional(),
});
