import type { Predictions } from '../../engine/ports/predictions.ts';
import { joined } from './join.ts';
import { OutcomesBuilder, type Outcomes } from './outcomes.ts';

/** The predictions of a version that are kept, with what turned out to be true of them. */
export async function gather(
  predictions: Pick<Predictions, 'days' | 'day'>,
  { name, version }: { readonly name: string; readonly version: string },
  signal: AbortSignal,
): Promise<Outcomes> {
  const builder = new OutcomesBuilder();
  for (const day of await predictions.days(name)) {
    signal.throwIfAborted();
    for await (const { predictions: said, truths } of predictions.day(name, day)) {
      for (const one of joined(said, truths)) {
        if (one.version === version) builder.add(one);
      }
    }
  }
  return builder.taken();
}
