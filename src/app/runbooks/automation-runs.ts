import type { ActionRun, ActionRuns } from '../../engine/ports/action-runs.ts';
import { successorKey } from '../../runbooks/actions/anew.ts';
import { withdraw } from '../../runbooks/actions/withdraw.ts';
import type { Doing } from '../../runbooks/remediation/doing.ts';
import { retrainedAnewKey } from '../../runbooks/retraining/outdated.ts';
import { isRetraining } from '../../runbooks/retraining/retraining.ts';

export interface AutomationRunsParts {
  readonly runs: Pick<ActionRuns, 'find' | 'change'>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
}

/** The runs that automation asked for: each by its key, or the one that was asked in its place. */
export function automationRuns({
  runs,
  now,
}: AutomationRunsParts): Pick<Doing, 'find' | 'withdraw'> {
  async function find(key: string): Promise<ActionRun | undefined> {
    const run = await runs.find(key);
    if (run?.state !== 'expired') return run;
    return (await find(isRetraining(run) ? retrainedAnewKey(run) : successorKey(key))) ?? run;
  }

  return {
    find,
    async withdraw(key, why) {
      const run = await find(key);
      if (run !== undefined) await withdraw(run.key, why, { runs, now });
    },
  };
}
