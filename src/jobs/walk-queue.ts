import type { QueueOptions, QueueWorker } from './queue-worker.ts';
import {
  createTellQueue,
  createTellWorker,
  type TellQueue,
  type TellWorkerOptions,
} from './telling.ts';

const QUEUE = 'walks';

/** The queue of walks that are to be shown as they are, by their ids. */
export function createWalkQueue(options: QueueOptions): TellQueue {
  return createTellQueue(QUEUE, options);
}

/** Shows walks as they are. */
export function createWalkWorker(
  show: (id: string) => Promise<void>,
  options: TellWorkerOptions,
): QueueWorker {
  return createTellWorker(QUEUE, show, options);
}
