import { Mistake, quoted } from '../../config/mistake.ts';

/** A project's name, then a number of its own: `WEB-1A`. */
const SHORT_ID = /^[\w-]{1,90}-[a-z0-9]{1,10}$/iu;

/** Reads what people call an error. @throws Mistake */
export function readShortId(text: string): string {
  if (SHORT_ID.test(text)) return text;
  const what = text === '' ? 'nobody says which error' : `${quoted(text)} is no error`;
  throw new Mistake(what, 'write the name that stands under it, such as WEB-1A');
}
