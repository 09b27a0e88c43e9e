import { z } from 'zod';
import { Mistake } from '../mistake.ts';
import { secret } from './fields.ts';

/** What signs sessions is made of it: a short one could be found by trying, away from the bot. */
const LEAST_CHARACTERS = 16;
const RANDOM = 'write a random one, such as `openssl rand -hex 24` makes';

/** What the bot shows in the browser, and the token that people sign in with. */
export const webSchema = z.strictObject({
  token: secret('required', (text) => {
    if (/\s/u.test(text)) throw new Mistake('there is a space in it', RANDOM);
    if (text.length >= LEAST_CHARACTERS) return;
    throw new Mistake(`is shorter than ${LEAST_CHARACTERS} characters`, RANDOM);
  }),
});
