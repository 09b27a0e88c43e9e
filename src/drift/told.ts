import { Mistake } from '../config/mistake.ts';
import { DataProblem } from './data/problem.ts';

/** What came of work in a thread, as it passes from there: all of it, or what people can mend. */
export type Told<Done> =
  | { readonly done: Done }
  | { readonly mistake: Pick<Mistake, 'message' | 'hint'> }
  | { readonly problem: Pick<DataProblem, 'kind' | 'what' | 'mend'> };

/** In the thread: what came of work. */
export async function told<Done>(work: () => Promise<Done>): Promise<Told<Done>> {
  try {
    return { done: await work() };
  } catch (error) {
    if (error instanceof Mistake) return { mistake: { message: error.message, hint: error.hint } };
    if (!(error instanceof DataProblem)) throw error;
    return { problem: { kind: error.kind, what: error.what, mend: error.mend } };
  }
}

/** Outside: what was done. @throws Mistake, DataProblem as they were thrown there */
export function doneIn<Done>(outcome: Told<Done>): Done {
  if ('done' in outcome) return outcome.done;
  if ('mistake' in outcome) throw new Mistake(outcome.mistake.message, outcome.mistake.hint);
  const { kind, what, mend } = outcome.problem;
  throw new DataProblem(kind, what, mend);
}
