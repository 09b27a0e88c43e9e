import type { Matcher } from '../../alert/matcher.ts';
import { readMatchers } from '../../asking/silence-matchers.ts';
import type { Word } from './words.ts';

/** How a matcher begins: a label's name, in quotes or not, and an operator. */
const MATCHER = /^(?:"(?:[^"\\]|\\.)*"|[^\s"=!~]+)(?:=~|!~|!=|=)/su;

/** Whether a word is meant as a matcher: `team=~"a|b"`. */
export function isMatcher({ raw, isQuoted }: Word): boolean {
  return !isQuoted && MATCHER.test(raw);
}

/** Reads matchers. @throws Mistake for what can't be read, or holds for everything */
export function matchersIn(words: readonly Word[]): readonly Matcher[] {
  return readMatchers(words.filter(isMatcher).map(({ raw }) => raw));
}
