import type { ActionRun, ActionRuns } from '../../engine/ports/action-runs.ts';
import { changed, deedOf, type Changer } from '../actions/changes.ts';
import { decide, type Decided } from '../actions/decide.ts';
import { approve, type Approved } from './approve.ts';
import { askRetraining, type Asked, type Wish } from './ask.ts';
import type { Retraining } from './retraining.ts';

/** The models that can be trained again, and what people do about that. */
export interface RetrainingAtHand {
  readonly models: readonly Retraining[];
  readonly ask: (retraining: Retraining, wish: Wish) => Promise<Asked>;
  readonly approve: (key: string, by: Changer) => Promise<Approved>;
  readonly decline: (key: string, by: Changer) => Promise<Decided>;
  /** Has what runs stopped. */
  readonly stop: (key: string, by: Changer) => Promise<Decided>;
}

export interface AtHandParts {
  readonly runs: ActionRuns;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  /** Has a run brought on at once. */
  readonly hurry: (key: string) => Promise<void>;
  /** Told of what somebody decided. */
  readonly onDecided: (run: ActionRun) => void;
}

export function retrainingAtHand(
  models: readonly Retraining[],
  { runs, now, hurry, onDecided }: AtHandParts,
): RetrainingAtHand {
  return {
    models,
    async ask(retraining, wish) {
      const asked = await askRetraining(retraining, wish, { runs, now });
      if (asked.inTheWay === undefined) await hurry(asked.key);
      return asked;
    },
    async approve(key, by) {
      const approved = await approve(key, by, { runs, now, retrainings: models });
      if (approved.kind === 'done') onDecided(approved.run);
      await hurry(key);
      const again = approved.kind === 'changed' ? approved.again : undefined;
      if (again !== undefined && again.inTheWay === undefined) await hurry(again.key);
      return approved;
    },
    async decline(key, by) {
      const decided = await decide(key, 'declined', by, { runs, now });
      if (decided.kind === 'done') onDecided(decided.run);
      await hurry(key);
      return decided;
    },
    async stop(key, by) {
      const stopped = await wantStopped(key, by, { runs, now });
      await hurry(key);
      return stopped;
    },
  };
}

async function wantStopped(
  key: string,
  by: Changer,
  parts: Pick<AtHandParts, 'runs' | 'now'>,
): Promise<Decided> {
  const { runs, now } = parts;
  const run = await runs.find(key);
  if (run === undefined) return { kind: 'gone' };
  if (run.state !== 'running' || ['wanted', 'told'].includes(run.stopping ?? '')) {
    return { kind: 'over', run };
  }
  const becomes = { what: 'It is to be stopped.', stopping: 'wanted' } as const;
  const next = changed(run, 'running', becomes, { at: now(), by });
  if (await runs.change(next, deedOf(next, by))) return { kind: 'done', run: next };
  return wantStopped(key, by, parts);
}
