import { nearest } from '../../config/nearest.ts';

/** More than these are no help. */
const MOST_MEANT = 3;
/** Shorter ones, such as `of`, say little, in characters. */
const SHORTEST_WORD = 3;

/** Which runbooks somebody may have meant by a name that is none's: the one it is nearly, else those that share a word with it. */
export function namesMeant(name: string, names: readonly string[]): readonly string[] {
  const near = nearest(name, names);
  if (near !== undefined) return [near];
  const found = alike(name, names);
  return found.length > MOST_MEANT ? [] : found;
}

/** Those that share a word with it, or the beginning of one. */
function alike(name: string, names: readonly string[]): readonly string[] {
  const words = name.split('-').filter((word) => word.length >= SHORTEST_WORD);
  return names.filter((one) =>
    words.some((word) => one.split('-').some((part) => part.startsWith(word))),
  );
}
