import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import { readLength } from './moment.ts';
import type { AskWord } from './word.ts';

/** What may be said anywhere among the words, and what is left of them. */
export interface AskOptions {
  readonly rest: readonly AskWord[];
  /** Where to look, by names of the config; empty where nobody says. */
  readonly sources: readonly string[];
  /** In milliseconds. */
  readonly period?: number;
}

/**
 * Takes `in=eu,us` and `every 5m` out of the words.
 *
 * @param known the names of sources
 * @throws Mistake for a source that is none, and for no period
 */
export function takeOptions(words: readonly AskWord[], known: readonly string[]): AskOptions {
  const rest: AskWord[] = [];
  const sources = new Set<string>();
  let period: number | undefined;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const [, list] = word.isQuoted ? [] : (/^in=(.*)$/iu.exec(word.text) ?? []);
    if (list !== undefined) {
      for (const name of list.split(',')) sources.add(sourceNamed(name, known));
    } else if (!word.isQuoted && word.text.toLowerCase() === 'every') {
      const next = words[(at += 1)]?.text ?? '';
      period = readLength(next.toLowerCase());
      if (period === undefined) {
        throw new Mistake(`${quoted(`every ${next}`.trim())} is no period`, 'write every 5m');
      }
    } else rest.push(word);
  }
  return { rest, sources: [...sources], ...(period !== undefined && { period }) };
}

function sourceNamed(written: string, known: readonly string[]): string {
  const name = written.trim();
  const same = known.find((one) => one.toLowerCase() === name.toLowerCase());
  if (same !== undefined) return same;
  const meant = nearest(name, known);
  const hint = known.length === 0 ? 'leave in= out' : `there are ${known.join(', ')}`;
  const message = `there is no source of metrics ${quoted(name)}`;
  throw new Mistake(message, meant === undefined ? hint : `write in=${meant}`);
}
