import type { ChatRole } from '../../alert/chat-role.ts';
import type { ActionRun, ActionRuns } from '../../engine/ports/action-runs.ts';
import { BOT, changed, deedOf, type Changer } from './changes.ts';
import { decide, isWaiting, type Decided } from './decide.ts';
import type { Asked } from './open-run.ts';

/** Why a run is not done as it was asked, and what is asked in its place. */
export interface Outdated {
  readonly what: string;
  readonly again?: () => Promise<Asked>;
}

/** What the config that decides wants of a run that was asked for. */
export interface Demands {
  readonly role: ChatRole;
  readonly secondPerson: boolean;
  readonly outdated?: Outdated;
}

export interface ApproveParts {
  readonly runs: Pick<ActionRuns, 'find' | 'change'>;
  readonly now: () => number;
  readonly demandsOn: (run: ActionRun) => Promise<Demands>;
}

/** What came of it: also that the config says something else by now, for which it is asked anew where it can be. */
export type Approved = Decided | { readonly kind: 'changed'; readonly again?: Asked };

/** Approves what was asked for, and only that: where the config wants something else by now it is closed. */
export async function approve(key: string, by: Changer, parts: ApproveParts): Promise<Approved> {
  const { runs, now, demandsOn } = parts;
  const run = await runs.find(key);
  if (run === undefined || !isWaiting(run, now())) return decide(key, 'approved', by, parts);
  const { outdated, secondPerson } = await demandsOn(run);
  if (outdated === undefined) return decide(key, 'approved', by, { runs, now, secondPerson });
  const closed = changed(run, 'expired', { what: outdated.what }, { at: now(), by: BOT });
  // Somebody else was first, with whatever.
  if (!(await runs.change(closed, deedOf(closed, BOT)))) return { kind: 'changed' };
  const again = await outdated.again?.();
  return { kind: 'changed', ...(again && { again }) };
}
