import { Queue } from 'bullmq';
import { z } from 'zod';
import { jobId } from './job-id.ts';
import { controlsOf, createWorker, type QueueOptions, type QueueWorker } from './queue-worker.ts';

const QUEUE = 'actions';
/** Most of it waits for AWS. */
const CONCURRENCY = 10;
/** However many processes died with it: what became of an action is looked up, and it is done once. */
const OFTEN = 1_000_000;

const jobSchema = z.object({ key: z.string() });

export interface ActionQueue {
  /** Has a run of an action brought on; one that is being brought on already is not added again. */
  add(keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * The queue of runs that can be brought on. What there is to do stands in the store, and whoever looks there now
 * and then adds again what was lost: so nothing of a job is kept once it is over.
 */
export function createActionQueue({ connection, prefix, onError }: QueueOptions): ActionQueue {
  const queue = new Queue(QUEUE, { connection, prefix });
  queue.on('error', onError);
  return {
    async add(keys) {
      await queue.addBulk(
        keys.map((key) => ({
          name: 'carry-on',
          data: { key },
          opts: { jobId: jobId('a', key), removeOnComplete: true, removeOnFail: true },
        })),
      );
    },
    close: () => queue.close(),
  };
}

export interface ActionWorkerOptions extends QueueOptions {
  /** A run could not be brought on; that is tried again. */
  readonly onFailed: (error: unknown) => void;
}

/** Brings runs on, one job for each at a time; those of a process that died go on in another. */
export function createActionWorker(
  carryOn: (key: string) => Promise<void>,
  { connection, prefix, onError, onFailed }: ActionWorkerOptions,
): QueueWorker {
  const worker = createWorker(QUEUE, (job) => carryOn(jobSchema.parse(job.data).key), {
    connection,
    prefix,
    concurrency: CONCURRENCY,
    deaths: OFTEN,
  });
  worker.on('failed', (_, error) => onFailed(error));
  return controlsOf(worker, onError);
}
