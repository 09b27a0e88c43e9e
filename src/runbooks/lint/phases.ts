import type { ParsedRunbook } from '../format/parse.ts';
import { mistake, type Remark } from './remark.ts';

/** Phases that end before they begin, or begin before the one before them ends. */
export function* phaseTimes(one: ParsedRunbook): Generator<Remark> {
  let end = 0;
  for (const { title, target, from, to, at } of one.runbook.phases) {
    // What could not be read is said already.
    if (target === '') continue;
    const what = `the phase ${JSON.stringify(title)} (${target})`;
    if (to <= from) {
      yield mistake(
        one,
        at,
        `${what} ends no later than it begins`,
        'write the earlier time first',
      );
    } else if (from < end) {
      const hint = 'write times from the start of the runbook, one phase after the other';
      yield mistake(one, at, `${what} begins before the phase above it ends`, hint);
    }
    end = Math.max(end, to);
  }
}
