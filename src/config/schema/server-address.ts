import { Mistake, quoted } from '../mistake.ts';
import { checkUrl } from './addresses.ts';
import { fieldNotes, parsed } from './fields.ts';

/**
 * The address of a server whose API is below it; without a slash at its end once it is read.
 *
 * @param access how to write what lets the bot in: in the address it has no place
 */
export function serverAddress(example: string, access: string) {
  return parsed((text) => {
    checkUrl(text, ['https', 'http'], example);
    const { username, password, search, hash, href } = new URL(text);
    if (username + password !== '') throw new Mistake('the address has credentials in it', access);
    if (search + hash !== '') {
      throw new Mistake(`${quoted(text)} has more than a path`, `write a URL such as ${example}`);
    }
    return href.replace(/\/+$/u, '');
  }).register(fieldNotes, { example });
}
