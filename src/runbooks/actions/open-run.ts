import { hash } from 'node:crypto';
import type { ActionRun, ActionRuns, InTheWay, RunLimits } from '../../engine/ports/action-runs.ts';
import { changed, deedOf, type Changer } from './changes.ts';

/** What is to be done, before anybody asked for it. */
export type Draft = Omit<
  ActionRun,
  'state' | 'revision' | 'story' | 'askedBy' | 'askedAt' | 'approveBy'
>;

/** How it is asked for. */
export interface Asking {
  readonly by: Changer;
  /** So long somebody may approve it, in milliseconds; without it nobody has to. */
  readonly approvedWithin?: number;
  /** From one start to the next, in milliseconds. */
  readonly rest?: number;
  readonly limits?: RunLimits;
}

export interface OpenParts {
  readonly runs: Pick<ActionRuns, 'open'>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
}

/** A run by its key; or why there is none. */
export interface Asked {
  readonly key: string;
  readonly inTheWay?: InTheWay;
}

/** Services are told why in as many characters as this, and people read no more. */
const LONGEST_WHY = 600;

/** Opens a run, unless something is in its way. */
export async function openRun(
  draft: Draft,
  { by, approvedWithin, rest = 0, limits }: Asking,
  { runs, now }: OpenParts,
): Promise<Asked> {
  const askedAt = now();
  const run: ActionRun = {
    ...draft,
    why: draft.why.map((line) => line.slice(0, LONGEST_WHY).toWellFormed()),
    state: 'asked',
    revision: 0,
    askedBy: by.actor,
    askedAt,
    ...(approvedWithin !== undefined && { approveBy: askedAt + approvedWithin }),
    story: [],
  };
  const state = approvedWithin === undefined ? 'approved' : 'asked';
  const opened = changed(run, state, { what: '' }, { at: askedAt, by });
  const inTheWay = await runs.open(opened, rest, deedOf(opened, by), limits);
  return { key: draft.key, ...(inTheWay && { inTheWay }) };
}

/** A key for a wish, the same for the same: letters, digits and dashes, as services want their tokens to be. */
export function keyOf(prefix: string, about: string, id: string): string {
  return `${prefix}-${hash('sha256', `${about} ${id}`, 'hex').slice(0, 32)}`;
}
