import type { Kept, Prediction, Predictions } from '../../engine/ports/predictions.ts';
import { counted } from '../data/words.ts';
import type { Slice } from './read-rows.ts';
import type { ReadRows, RowsTask } from './rows-reader.ts';

export interface FilesParts {
  readonly store: Pick<Predictions, 'keep' | 'keepTruths'>;
  readonly read: ReadRows;
  readonly signal: AbortSignal;
  /** Told of predictions that were not known before. */
  readonly onNew: (model: string, rows: readonly Prediction[]) => void;
}

/**
 * Keeps the predictions or labels of files, as if they had been posted.
 *
 * @returns what should be known of them, in a sentence each
 * @throws DataProblem, StoreUnavailable
 */
export async function keepFiles(
  model: string,
  task: RowsTask,
  { store, read, signal, onNew }: FilesParts,
): Promise<readonly string[]> {
  async function keep(slice: Slice): Promise<readonly Kept[]> {
    if ('truths' in slice) return store.keepTruths(model, slice.truths);
    const rows = slice.predictions;
    const kept = await store.keep(model, rows);
    const fresh = rows.filter((_, index) => kept[index] === 'new');
    if (fresh.length > 0) onNew(model, fresh);
    return kept;
  }
  let full = 0;
  const count = async (slice: Slice): Promise<void> => {
    const kept = await keep(slice);
    full += kept.filter((one) => one === 'full').length;
  };
  const remarks = await read(task, count, signal);
  if (full === 0) return remarks;
  return [...remarks, `${counted(full, 'row')} of ${task.from} are too many of their day.`];
}
