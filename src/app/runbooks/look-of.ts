import type { ActionRun } from '../../engine/ports/action-runs.ts';
import { actionLook, type Look } from '../../handlers/action-runs/look.ts';
import { retrainingLook } from '../../handlers/retraining/retraining-look.ts';
import { aboutOf, isRetraining, type Retraining } from '../../runbooks/retraining/retraining.ts';

/** How a run is spoken of: a training by its model, anything else by what is done to what. */
export function lookOf(run: ActionRun, retrainings: readonly Retraining[]): Look {
  if (!isRetraining(run)) return actionLook(run);
  return retrainingLook(
    run,
    retrainings.find(({ model }) => aboutOf(model) === run.about),
  );
}
