import { visible } from '../../alert/visible.ts';

/** Unicode's own non-characters, which XML has no way to write. */
const NO_CHARACTERS = /[\uFFFE\uFFFF]/gu;

/** Nothing that is longer can be read in a picture. */
const LONGEST = 200;

/** A text from outside as one line that a picture and its description can show. */
export function legible(text: string): string {
  const line = visible(text.slice(0, 4 * LONGEST)).replaceAll(NO_CHARACTERS, '');
  return line.replaceAll(/\s+/gu, ' ').trim().slice(0, LONGEST).toWellFormed();
}
