import type { ActionRun } from '../../engine/ports/action-runs.ts';
import type { Outdated } from '../actions/approve.ts';
import { keyOf, type OpenParts } from '../actions/open-run.ts';
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
  // Nobody has seen what the config has now: who was asked is asked again.
  const approval = retraining?.approval === true || run.secondPerson === true;
  const what = 'The config has changed since this was asked.';
  if (retraining === undefined) return { outdated: { what } };
  const wish = {
    id: againId(run),
    why: run.why,
    date: Date.parse(run.facts['date'] ?? ''),
    by: { actor: run.askedBy },
  };
  return {
    outdated: { what, again: () => askRetraining({ ...retraining, approval }, wish, parts) },
  };
}

/** The key of the training that takes the place of one that the config has otherwise by now. */
export function retrainedAnewKey(run: Pick<ActionRun, 'key' | 'about'>): string {
  return keyOf('retrain', run.about, againId(run));
}

function againId({ key }: Pick<ActionRun, 'key'>): string {
  return `${key} again`;
}
