import type { WatchFailure } from '../../engine/ports/watch-states.ts';
import type { Problem } from '../problem.ts';
import { problemWords } from '../problem-words.ts';
import type { WatchRule } from './rule.ts';

/** So many looks may fail before people are told. */
const NEWS_AFTER = 3;

/** What is wrong with a source is wrong for all its rules; what is wrong with a question is for one. */
const CAUSES: Readonly<Partial<Record<Problem['kind'], string>>> = {
  unreachable: 'away',
  'timed-out': 'away',
  throttled: 'away',
  'no-credentials': 'refused',
  'credentials-refused': 'refused',
  'no-permission': 'refused',
  'region-off': 'refused',
};

/** That a rule can't be looked at, since when, and why by the last look. */
export function failureOf(
  { name, every }: WatchRule,
  { source, problem }: { readonly source: string; readonly problem: Problem },
  before: WatchFailure | undefined,
  at: number,
): WatchFailure {
  // A clock that was ahead must not put the news off.
  const since = Math.min(before?.since ?? at, at);
  return {
    since,
    newsAt: since + NEWS_AFTER * every,
    about: `${source}/${CAUSES[problem.kind] ?? name}`,
    source,
    ...problemWords(problem, source),
  };
}
