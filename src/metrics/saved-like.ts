import type { Measure } from './measure.ts';
import { namesLike } from './names-like.ts';

/** The saved metrics whose name or title is like a word, the likest first; all in their order without one. */
export function savedLike(word: string, saved: ReadonlyMap<string, Measure>): readonly Measure[] {
  if (word === '') return [...saved.values()];
  const titled = new Map([...saved.values()].map((one) => [`${one.name} ${one.title}`, one]));
  return namesLike(word, titled.keys(), titled.size).flatMap((key) => titled.get(key) ?? []);
}
