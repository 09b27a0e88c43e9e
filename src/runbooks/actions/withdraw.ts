import type { ActionRuns } from '../../engine/ports/action-runs.ts';
import { BOT, changed, deedOf } from './changes.ts';

/** Has what was asked for, and was not begun yet, not be done. What was begun goes on. */
export async function withdraw(
  key: string,
  why: string,
  parts: { readonly runs: Pick<ActionRuns, 'find' | 'change'>; readonly now: () => number },
): Promise<void> {
  const { runs, now } = parts;
  const run = await runs.find(key);
  if (run === undefined || !['asked', 'approved'].includes(run.state)) return;
  const { isDoubtful } = run;
  const known = isDoubtful
    ? 'Whether an attempt came to something is not known: look for it there.'
    : 'Nothing was done.';
  const what = `${known} ${why}`;
  const next = changed(run, isDoubtful ? 'unknown' : 'expired', { what }, { at: now(), by: BOT });
  // It was changed in between: it may have been begun.
  if (!(await runs.change(next, deedOf(next, BOT)))) await withdraw(key, why, parts);
}
