import type { ActionRun, ActionRuns } from '../../engine/ports/action-runs.ts';
import type { Action } from './action.ts';
import { askAnew } from './anew.ts';
import type { Becomes } from './changes.ts';
import { previewed } from './preview.ts';
import { inverseOf } from './undo.ts';

export interface LookParts {
  readonly runs: Pick<ActionRuns, 'find' | 'open' | 'change'>;
  readonly now: () => number;
  /** Why a run may not do what was found that it would; undefined where it may. */
  readonly overBounds: (
    run: ActionRun,
    action: Action,
    was: string | undefined,
  ) => string | undefined;
  readonly become: (
    run: ActionRun,
    state: 'failed' | 'expired',
    becomes: Becomes,
  ) => Promise<ActionRun | undefined>;
}

/** A dry run that lasts longer has failed, in milliseconds. */
const LOOK = 15_000;

/** Finds out what a run would change, before anybody is asked. What can't be done, or may not, is over with that. */
export async function lookBefore(run: ActionRun, action: Action, parts: LookParts): Promise<void> {
  const { runs, become, overBounds } = parts;
  const preview = await previewed(action, run.params, AbortSignal.timeout(LOOK));
  if (run.seenFirst) {
    const why = preview.after === undefined ? preview.before : overBounds(run, action, preview.was);
    if (why !== undefined) {
      await become(run, 'failed', { what: `Nothing was done. ${why}` });
      return;
    }
  }
  const seen = { ...run, preview, revision: run.revision + 1 };
  const canUndo = inverseOf(seen, action) !== undefined;
  await runs.change({ ...seen, ...(canUndo && { canUndo: true }) });
}

/**
 * Whether what was approved still changes what it was approved for. Where it does not, it is closed, and asked anew
 * with what is found now.
 */
export async function isStillSo(
  run: ActionRun,
  action: Action,
  parts: LookParts,
): Promise<boolean> {
  if (!run.seenFirst) return true;
  const { become, overBounds } = parts;
  const found = await previewed(action, run.params, AbortSignal.timeout(LOOK));
  const close = (what: string) => become(run, 'expired', { what: `Nothing was done. ${what}` });
  if (found.after === undefined) {
    await close(`What it would change can not be found out any more: ${found.before}`);
    return false;
  }
  const why = overBounds(run, action, found.was);
  if (why !== undefined) {
    await close(why);
    return false;
  }
  if (found.was === run.preview?.was) return true;
  const closed = await close(
    `Since it was asked, what it would change has become something else. Now: ${found.before} It is asked anew.`,
  );
  if (closed !== undefined) await askAnew(run, found, parts);
  return false;
}
