import { Mistake } from '../config/mistake.ts';
import { DataProblem } from '../drift/data/problem.ts';
import { TryAgain } from './jobs/job.ts';

/**
 * Does something with data. What can't be read may be there soon, or is for somebody to mend.
 *
 * @throws TryAgain, Mistake
 */
export async function dataInWords<Done>(work: () => Promise<Done>): Promise<Done> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DataProblem)) throw error;
    const { kind, what, mend } = error;
    if (kind === 'unreachable') throw new TryAgain(withoutStop(what));
    throw new Mistake(withoutStop(what), withoutStop(mend));
  }
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/u, '');
}
