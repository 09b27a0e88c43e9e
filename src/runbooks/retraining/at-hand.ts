import type { Asked, OpenParts } from '../actions/open-run.ts';
import { askRetraining, type Wish } from './ask.ts';
import type { Retraining } from './retraining.ts';

/** The models that can be trained again. */
export interface RetrainingAtHand {
  readonly models: readonly Retraining[];
  readonly ask: (retraining: Retraining, wish: Wish) => Promise<Asked>;
}

/** @param hurry has a run brought on at once */
export function retrainingAtHand(
  models: readonly Retraining[],
  { hurry, ...parts }: OpenParts & { readonly hurry: (key: string) => Promise<void> },
): RetrainingAtHand {
  return {
    models,
    async ask(retraining, wish) {
      const asked = await askRetraining(retraining, wish, parts);
      if (asked.inTheWay === undefined) await hurry(asked.key);
      return asked;
    },
  };
}
