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

/** So long it is tried again to find out what AWS had no time to say, in milliseconds. */
const PASSES_WITHIN = 2 * 60_000;

/**
 * Finds out what a run would change, before anybody is asked. What can't be done, or may not, is over with that; but
 * where nobody has to see it before, it is asked all the same.
 */
export async function lookBefore(run: ActionRun, action: Action, parts: LookParts): Promise<void> {
  const { runs, now, become, overBounds } = parts;
  const found = await previewed(run, action);
  if ('problem' in found && found.passes && now() - run.askedAt < PASSES_WITHIN) return;
  if (run.seenFirst) {
    const why = 'problem' in found ? found.problem : overBounds(run, action, found.change.was);
    if (why !== undefined) {
      await become(run, 'failed', { what: `Nothing was done. ${why}` });
      return;
    }
  }
  const preview = 'problem' in found ? { before: found.problem } : found.change;
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
  const found = await previewed(run, action);
  const since = run.story.at(-1)?.at ?? run.askedAt;
  if ('problem' in found && found.passes && parts.now() - since < PASSES_WITHIN) return false;
  if ('change' in found && found.change.was === run.preview?.was) {
    const why = parts.overBounds(run, action, found.change.was);
    if (why === undefined) return true;
    await close(why);
    return false;
  }
  if ('problem' in found) {
    await close(`What it would change can not be found out any more: ${found.problem}`);
    return false;
  }
  const { before } = found.change;
  const closed = await close(
    `Since it was asked, what it would change has become something else. Now: ${before} It is asked anew.`,
  );
  if (closed !== undefined) await askAnew(run, found.change, parts);
  return false;

  function close(what: string): Promise<ActionRun | undefined> {
    return parts.become(run, 'expired', { what: `Nothing was done. ${what}` });
  }
}
