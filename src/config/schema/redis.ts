import { z } from 'zod';
import { checkUrl } from './addresses.ts';
import { secret } from './fields.ts';

const EXAMPLE = 'redis://127.0.0.1:6379 or the path of a Unix socket';

/** The store; with an empty URL the bot runs its own Redis. */
export const redisSchema = z.strictObject({
  url: secret('optional', (text) => {
    if (!text.startsWith('/')) checkUrl(text, ['redis', 'rediss'], EXAMPLE, false);
  }).default(''),
});
