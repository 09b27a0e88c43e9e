import { OutcomesBuilder, type Outcomes } from '../../../src/drift/degradation/outcomes.ts';
import type { Judged } from '../../../src/drift/degradation/join.ts';

/** Days on which a model is so good. */
export interface Stretch {
  /** Days since 1970-01-01; up to before `to`. */
  readonly from: number;
  readonly to: number;
  /** Precision and recall are the same. */
  readonly f1: number;
  /** How many are predicted a day; all are labelled, half of them positive. */
  readonly aDay?: number;
}

/** Predictions of which exactly the share that is asked for is right, if half a day's number has it. */
export function judgedOf(stretches: readonly Stretch[]): readonly Judged[] {
  return stretches.flatMap(({ from, to, f1, aDay = 200 }) =>
    Array.from({ length: to - from }, (_, index) => from + index).flatMap((day) =>
      Array.from({ length: aDay }, (_, at): Judged => {
        const isPositive = at % 2 === 0;
        const isRight = at < Math.round(f1 * aDay);
        const probability = isPositive === isRight ? 0.9 : 0.1;
        const actual = isPositive ? 1 : 0;
        return { entity: `user-${at}`, day, at: 0, probability, version: '7', actual };
      }),
    ),
  );
}

export function predictionsOf(stretches: readonly Stretch[]): Outcomes {
  const builder = new OutcomesBuilder();
  for (const one of judgedOf(stretches)) builder.add(one);
  return builder.taken();
}
