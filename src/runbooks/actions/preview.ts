import type { ActionRun } from '../../engine/ports/action-runs.ts';
import { ActionProblem, type Action, type Change } from './action.ts';
import { PassingProblem } from './aws/place.ts';

/** What an action would change; or why that can't be found out, and whether it may be soon. */
export type Previewed = { readonly change: Change } | Unseen;

interface Unseen {
  readonly problem: string;
  readonly passes: boolean;
}

/** A dry run that lasts longer has failed, in milliseconds. */
const LOOK = 15_000;

/** Finds out what a run would change now. */
export async function previewed(
  { params }: Pick<ActionRun, 'params'>,
  action: Action,
): Promise<Previewed> {
  try {
    return { change: await action.dryRun(params, AbortSignal.timeout(LOOK)) };
  } catch (error) {
    if (!(error instanceof ActionProblem)) throw error;
    const problem = `${error.message} ${error.mend}`;
    return { problem, passes: error instanceof PassingProblem };
  }
}
