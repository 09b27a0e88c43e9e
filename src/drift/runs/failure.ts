import type { DriftFailure } from '../../engine/ports/drift-states.ts';
import { DataProblem } from '../data/problem.ts';

const MINUTE = 60_000;
/** After a run that failed it is tried again, later each time. In milliseconds. */
const FIRST_PAUSE = 5 * MINUTE;
export const LONGEST_PAUSE = 60 * MINUTE;

/** That a model's data can't be compared: since when, why by the last try, and when it is tried again. */
export function failureOf(
  error: unknown,
  before: DriftFailure | undefined,
  at: number,
): DriftFailure {
  const tries = (before?.tries ?? 0) + 1;
  const pause = Math.min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE);
  return { since: before?.since ?? at, tries, againAt: at + pause, ...wordsOf(error) };
}

function wordsOf(error: unknown): Pick<DriftFailure, 'what' | 'mend'> {
  if (error instanceof DataProblem) return { what: error.what, mend: error.mend };
  const what = error instanceof Error ? error.message : String(error);
  return { what: `The comparison failed: ${what}.`, mend: 'The log says more.' };
}
