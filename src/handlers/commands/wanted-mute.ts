import type { Matcher } from '../../alert/matcher.ts';
import { Mistake } from '../../config/mistake.ts';
import { readSpan } from './arguments.ts';
import { isMatcher, matchersIn } from './matchers.ts';
import type { Word } from './words.ts';

/** What somebody wants to be quiet, for how long, and why. */
export interface WantedMute {
  /** Milliseconds. */
  readonly span: number;
  readonly matchers: readonly Matcher[];
  readonly reason: string;
}

/** What looks like a length of time: whether it is one is seen when it is read. */
const SPAN = /^\d[\d.a-z]*$/iu;

/**
 * Reads `2h team="data" why it is so`: a length of time, matchers, and the rest is the reason.
 *
 * @param usual the length where none is written, in milliseconds
 * @throws Mistake for what can't be read, and when no matcher is there
 */
export function wantedMute(words: readonly Word[], usual?: number): WantedMute {
  const [first] = words;
  const isTimed = first !== undefined && !first.isQuoted && SPAN.test(first.text);
  if (!isTimed && usual === undefined) {
    throw new Mistake('nothing says for how long', 'write a duration first, such as 2h');
  }
  const span = isTimed ? readSpan(first.text) : (usual ?? 0);
  const rest = isTimed ? words.slice(1) : words;
  const end = rest.findIndex((word) => !isMatcher(word));
  const [named, why] = end < 0 ? [rest, []] : [rest.slice(0, end), rest.slice(end)];
  if (named.length === 0) {
    const hint = 'write what to mute, before the reason: alertname="orders-5xx" team="data"';
    throw new Mistake('no matcher is there', hint);
  }
  return { span, matchers: matchersIn(named), reason: why.map(({ text }) => text).join(' ') };
}
