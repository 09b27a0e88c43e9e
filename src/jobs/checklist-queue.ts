import type { QueueOptions, QueueWorker } from './queue-worker.ts';
import {
  createTellQueue,
  createTellWorker,
  type TellQueue,
  type TellWorkerOptions,
} from './telling.ts';

const QUEUE = 'checklists';

/** The queue of checklists of which there is something to tell, by their ids. */
export function createChecklistQueue(options: QueueOptions): TellQueue {
  return createTellQueue(QUEUE, options);
}

/** Tells of checklists. */
export function createChecklistWorker(
  tell: (id: string) => Promise<void>,
  options: TellWorkerOptions,
): QueueWorker {
  return createTellWorker(QUEUE, tell, options);
}
