import type { Config } from '../../config/load.ts';
import type { ChecklistRuns } from '../../engine/ports/checklist-runs.ts';
import { checklistsAtHand, type ChecklistsAtHand } from '../../runbooks/checklists/at-hand.ts';
import { checklistPlans } from './plan.ts';
import { libraryOf } from './posting.ts';

interface Parts {
  readonly runs: ChecklistRuns;
  /** Has one shown as it is, by its id. */
  readonly tell: (id: string) => Promise<void>;
  /** The folder of the config. */
  readonly folder: string | undefined;
  readonly now: () => number;
}

/** The checklists of a config, for the chat. */
export function checklistsOf(config: Config, { runs, tell, folder, now }: Parts): ChecklistsAtHand {
  return checklistsAtHand({
    library: () => libraryOf(config, folder),
    runs,
    plan: checklistPlans(config).wanted,
    now,
    tell,
  });
}
