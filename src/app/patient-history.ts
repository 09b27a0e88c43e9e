import type { History } from '../engine/ports/history.ts';
import { TryAgain } from '../handlers/jobs/job.ts';

/** A history whose failures may pass: its Redis is away, or slow. */
export function patientHistory(history: Pick<History, 'between'>): Pick<History, 'between'> {
  return {
    async *between(since, until) {
      try {
        yield* history.between(since, until);
      } catch (cause) {
        throw new TryAgain('The history can not be read now', { cause });
      }
    },
  };
}
