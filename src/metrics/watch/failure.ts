import type { WatchFailure } from '../../engine/ports/watch-states.ts';
import { queriesOf, type Measure } from '../measure.ts';
import type { Problem } from '../problem.ts';
import { problemWords } from '../problem-words.ts';
import type { WatchRule } from './rule.ts';

/** So many looks may fail before people are told. */
const NEWS_AFTER = 3;

/** That a rule can't be looked at, since when, and why by the last look. */
export function failureOf(
  { every }: WatchRule,
  { measure, problem }: { readonly measure: Measure; readonly problem: Problem },
  before: WatchFailure | undefined,
  at: number,
): WatchFailure {
  const since = before?.since ?? at;
  const source = sourceOf(measure);
  return { since, newsAt: since + NEWS_AFTER * every, source, ...problemWords(problem, source) };
}

function sourceOf(measure: Measure): string {
  return [...new Set([...queriesOf(measure)].map(({ source }) => source))].join(' and ');
}
