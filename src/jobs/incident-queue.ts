import type { QueueOptions, QueueWorker } from './queue-worker.ts';
import {
  createTellQueue,
  createTellWorker,
  type TellQueue,
  type TellWorkerOptions,
} from './telling.ts';

const QUEUE = 'incidents';

/** The queue of incidents of which there is something to tell, by their ids. */
export function createIncidentQueue(options: QueueOptions): TellQueue {
  return createTellQueue(QUEUE, options);
}

/** Tells of incidents. */
export function createIncidentWorker(
  tell: (id: string) => Promise<void>,
  options: TellWorkerOptions,
): QueueWorker {
  return createTellWorker(QUEUE, tell, options);
}
