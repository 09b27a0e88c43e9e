import type { ActionRun } from '../../engine/ports/action-runs.ts';
import type { Outdated } from '../actions/approve.ts';
import type { OpenParts } from '../actions/open-run.ts';
import { askRetraining } from './ask.ts';
import { aboutOf, isAsConfigured, isRetraining, type Retraining } from './retraining.ts';

/** Whether a training that was asked for is what the config says by now; undefined of a run that is none. */
export function retrainingStands(
  run: ActionRun,
  retrainings: readonly Retraining[],
  parts: OpenParts,
): { readonly outdated?: Outdated } | undefined {
  if (!isRetraining(run)) return undefined;
  const retraining = retrainings.find(({ model }) => aboutOf(model) === run.about);
  if (retraining !== undefined && isAsConfigured(run, retraining)) return {};
  const what = 'The config has changed since this was asked.';
  if (retraining === undefined) return { outdated: { what } };
  const wish = {
    id: `${run.key} again`,
    why: run.why,
    date: Date.parse(run.facts['date'] ?? ''),
    by: { actor: run.askedBy },
  };
  return { outdated: { what, again: () => askRetraining(retraining, wish, parts) } };
}
