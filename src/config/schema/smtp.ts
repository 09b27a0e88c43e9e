import { z } from 'zod';
import { checkEmail, checkUrl } from './addresses.ts';
import { checked, secret } from './fields.ts';

const EXAMPLE = 'smtp://user:password@mail.example.com:587';

/** The mail server; an empty URL means no mail. */
export const smtpSchema = z.strictObject({
  url: secret('optional', (text) => checkUrl(text, ['smtp', 'smtps'], EXAMPLE, false)).default(''),
  from: checked((text) => text === '' || checkEmail(text)).default(''),
});
