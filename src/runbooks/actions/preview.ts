import type { ActionRun } from '../../engine/ports/action-runs.ts';
import { ActionProblem, type Action } from './action.ts';

/** What an action would change, or why that can't be found out. */
export async function previewed(
  action: Action,
  params: unknown,
  signal: AbortSignal,
): Promise<NonNullable<ActionRun['preview']>> {
  try {
    return await action.dryRun(params, signal);
  } catch (error) {
    if (!(error instanceof ActionProblem)) throw error;
    return { before: `${error.message} ${error.mend}` };
  }
}
