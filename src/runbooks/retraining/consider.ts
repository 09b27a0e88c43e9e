import { BOT } from '../actions/changes.ts';
import type { Asked, OpenParts } from '../actions/open-run.ts';
import { askRetraining } from './ask.ts';
import type { Reason, Retraining } from './retraining.ts';

export interface Considered {
  /** Of all that was found, also what the config does not go by. */
  readonly reasons: readonly Reason[];
  /** Of when the figures are, epoch milliseconds: of one time and model it is asked once. */
  readonly at: number;
}

/** Has a model trained again where the config wants that for one of the reasons; undefined where it does not. */
export async function considerRetraining(
  retraining: Retraining,
  { reasons, at }: Considered,
  parts: OpenParts,
): Promise<Asked | undefined> {
  const why = reasons
    .filter(({ trigger }) => retraining.on.includes(trigger))
    .map(({ text }) => text);
  if (why.length === 0) return undefined;
  const id = `${retraining.version} ${at}`;
  return askRetraining(retraining, { id, why, date: at, by: BOT }, parts);
}
