import { z } from 'zod';
import { Mistake, quoted } from '../mistake.ts';
import { checked, fieldNotes, named, secret } from './fields.ts';
import { serverAddress } from './server-address.ts';

const HOST = 'https://sentry.io';

/** As Sentry has it in addresses. */
function slug(example: string) {
  return checked((text) => {
    if (/^[a-z0-9_-]{1,100}$/u.test(text)) return;
    const hint = `write it as the address of its page has it, such as ${example}`;
    throw new Mistake(`${quoted(text)} is no name in Sentry’s addresses`, hint);
  }).register(fieldNotes, { example });
}

const url = serverAddress(HOST, 'write token: … beside it').transform((text, context) => {
  if (!text.endsWith('/api/0')) return text;
  const params = { hint: `write ${text.slice(0, -'/api/0'.length)}` };
  context.addIssue({ code: 'custom', message: 'has /api/0 at its end', params });
  return z.NEVER;
});

const sentry = z.strictObject({
  url: url.default(HOST),
  token: secret('required'),
  organization: slug('my-company'),
  projects: z.array(slug('web')).default([]),
  ca_file: checked(() => undefined)
    .register(fieldNotes, { path: true })
    .optional(),
});

/** Where errors are kept, and which of them are no defects. */
export const errorsSchema = z.strictObject({
  sentry: sentry.optional(),
  expected: z.array(named('NotFoundError')).optional(),
});
