import { hash } from 'node:crypto';
import type { ActionRun, ActionRuns, InTheWay } from '../../engine/ports/action-runs.ts';
import { changed, deedOf, type Changer } from '../actions/changes.ts';
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

/** A run by its key; or why there is none. */
export type Asked = { readonly key: string; readonly inTheWay?: InTheWay };

/** Names of features are among it, which are as long as they are. */
const LONGEST_WHY = 600;

/**
 * Asks for a model to be trained again; where the config wants no approval, that is all it takes. What is asked
 * for already, or was done within the cool-down, is not asked for again.
 */
export async function askRetraining(
  retraining: Retraining,
  { id, date, by, ...wish }: Wish,
  { runs, now }: { readonly runs: Pick<ActionRuns, 'open'>; readonly now: () => number },
): Promise<Asked> {
  const about = aboutOf(retraining.model);
  const key = `retrain-${hash('sha256', `${about} ${id}`, 'hex').slice(0, 32)}`;
  const why = wish.why.map((line) => line.slice(0, LONGEST_WHY).toWellFormed());
  const facts = factsOf(retraining, why.join(' '), date);
  const askedAt = now();
  const { approval, cooldown, action } = retraining;
  const asked: ActionRun = {
    key,
    about,
    action,
    params: paramsOf(retraining, facts),
    why,
    facts,
    state: 'asked',
    revision: 0,
    askedBy: by.actor,
    askedAt,
    ...(approval && { approveBy: askedAt + APPROVED_WITHIN }),
    story: [],
  };
  const run = changed(asked, approval ? 'asked' : 'approved', { what: '' }, { at: askedAt, by });
  const inTheWay = await runs.open(run, cooldown, deedOf(run, by));
  return { key, ...(inTheWay && { inTheWay }) };
}
