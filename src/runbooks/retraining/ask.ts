import { keyOf, openRun, type Asked, type OpenParts } from '../actions/open-run.ts';
import type { Changer } from '../actions/changes.ts';
import { aboutOf, APPROVED_WITHIN, factsOf, paramsOf, type Retraining } from './retraining.ts';

/** That a model is to be trained again. */
export interface Wish {
  /** The same for the same wish: it is opened once. */
  readonly id: string;
  /** Why, in lines for people. */
  readonly why: readonly string[];
  /** Of when the figures are, epoch milliseconds. */
  readonly date: number;
  readonly by: Changer;
}

/** What can be taken back once it runs: by the names of actions. */
const STOPPABLE: ReadonlySet<string> = new Set(['step_functions', 'sagemaker_pipeline']);

/**
 * Asks for a model to be trained again; where the config wants no approval, that is all it takes. What is asked
 * for already, or was done within the cool-down, is not asked for again.
 */
export async function askRetraining(
  retraining: Retraining,
  { id, date, by, why }: Wish,
  parts: OpenParts,
): Promise<Asked> {
  const { approval, cooldown, action, channel } = retraining;
  const about = aboutOf(retraining.model);
  const facts = factsOf(retraining, why.join(' '), date);
  const draft = {
    key: keyOf('retrain', about, id),
    about,
    action,
    params: paramsOf(retraining, facts),
    why,
    facts,
    ...(approval && { secondPerson: true as const }),
    ...(STOPPABLE.has(action) && { canStop: true as const }),
    ...(channel !== undefined && { place: { channel } }),
  };
  const asking = { by, rest: cooldown, ...(approval && { approvedWithin: APPROVED_WITHIN }) };
  return openRun(draft, asking, parts);
}
