import type { ActionRun, ActionRuns } from '../../engine/ports/action-runs.ts';
import { changed, deedOf, type Changer } from './changes.ts';

/** What came of somebody's approval, or of a no. */
export type Decided =
  | { readonly kind: 'done'; readonly run: ActionRun }
  /** Somebody else was first, or it is too late. */
  | { readonly kind: 'over'; readonly run: ActionRun }
  /** Who asked for something does not approve it. */
  | { readonly kind: 'own' }
  /** Nobody knows yet what it would change. */
  | { readonly kind: 'unseen' }
  | { readonly kind: 'gone' };

export interface DecideParts {
  readonly runs: Pick<ActionRuns, 'find' | 'change'>;
  readonly now: () => number;
  /** Also where the run does not say so, somebody else than who asked approves it. */
  readonly secondPerson?: boolean;
}

/** Whether somebody can approve a run still. @param at epoch milliseconds */
export function isWaiting({ state, approveBy }: ActionRun, at: number): boolean {
  return state === 'asked' && (approveBy === undefined || at < approveBy);
}

/** Approves or declines a run that waits for it: of several who press at once the first does. */
export async function decide(
  key: string,
  to: 'approved' | 'declined',
  by: Changer,
  parts: DecideParts,
): Promise<Decided> {
  const { runs, now, secondPerson = false } = parts;
  const run = await runs.find(key);
  if (run === undefined) return { kind: 'gone' };
  if (!isWaiting(run, now())) return { kind: 'over', run };
  if (to === 'approved') {
    if (run.askedBy === by.actor && (run.secondPerson || secondPerson)) return { kind: 'own' };
    if (run.seenFirst && run.preview?.after === undefined) return { kind: 'unseen' };
  }
  const approved = to === 'approved' ? { approvedBy: by.actor } : {};
  const next = changed(run, to, { what: '', ...approved }, { at: now(), by });
  if (await runs.change(next, deedOf(next, by))) return { kind: 'done', run: next };
  // It was changed in between: by somebody's press, or because it was found out what it would change.
  return decide(key, to, by, parts);
}
