import type { ActionRun, ActionRuns } from '../../engine/ports/action-runs.ts';
import { BOT, changed, deedOf, type Changer } from '../actions/changes.ts';
import { decide, isWaiting, type Decided } from '../actions/decide.ts';
import { askRetraining, type Asked } from './ask.ts';
import { aboutOf, isAsConfigured, type Retraining } from './retraining.ts';

export interface ApproveParts {
  readonly runs: ActionRuns;
  readonly now: () => number;
  readonly retrainings: readonly Retraining[];
}

/** What came of it: also that the config says something else by now, for which it is asked anew where it can be. */
export type Approved = Decided | { readonly kind: 'changed'; readonly again?: Asked };

/** Approves what was asked for, and only that: where the config has changed in between it is asked again. */
export async function approve(key: string, by: Changer, parts: ApproveParts): Promise<Approved> {
  const { runs, now, retrainings } = parts;
  const run = await runs.find(key);
  if (run === undefined || !isWaiting(run, now())) return decide(key, 'approved', by, parts);
  const retraining = retrainings.find(({ model }) => aboutOf(model) === run.about);
  if (retraining !== undefined && isAsConfigured(run, retraining)) {
    return decide(key, 'approved', by, parts);
  }
  return askAgain(run, retraining, parts);
}

async function askAgain(
  run: ActionRun,
  retraining: Retraining | undefined,
  { runs, now }: ApproveParts,
): Promise<Approved> {
  const what = 'The config has changed since this was asked.';
  const closed = changed(run, 'expired', { what }, { at: now(), by: BOT });
  // Somebody else was first, with whatever.
  if (!(await runs.change(closed, deedOf(closed, BOT)))) return { kind: 'changed' };
  if (retraining === undefined) return { kind: 'changed' };
  const by = { actor: run.askedBy };
  const wish = {
    id: `${run.key} again`,
    why: run.why,
    date: Date.parse(run.facts['date'] ?? ''),
    by,
  };
  return { kind: 'changed', again: await askRetraining(retraining, wish, { runs, now }) };
}
