import type { ActionRun, ActionRuns } from '../../engine/ports/action-runs.ts';
import { APPROVED_WITHIN } from './draft.ts';
import { keyOf, openRun, type Asked } from './open-run.ts';
import { undoKey } from './undo.ts';

/** The key of the run that takes the place of one whose target changed before it was begun. */
export function successorKey(key: string): string {
  return keyOf('run', key, 'anew');
}

/**
 * Asks for the same again, for who asked for it, because what it would change is something else by now. It does not
 * count for the limits a second time.
 *
 * @param preview what was found now
 */
export async function askAnew(
  run: ActionRun,
  preview: NonNullable<ActionRun['preview']>,
  parts: { readonly runs: Pick<ActionRuns, 'find' | 'open'>; readonly now: () => number },
): Promise<Asked> {
  const {
    undoes,
    state: _,
    revision: __,
    story,
    askedBy,
    askedAt: ___,
    approveBy: ____,
    approvedBy: _____,
    ...same
  } = run;
  const key = undoes === undefined ? successorKey(run.key) : await undoKey(undoes, parts.runs);
  const [{ by: name } = {}] = story;
  const by = { actor: askedBy, ...(name !== undefined && { name }) };
  const draft = { ...same, ...(undoes !== undefined && { undoes }), key, preview };
  return openRun(draft, { by, approvedWithin: APPROVED_WITHIN }, parts);
}
