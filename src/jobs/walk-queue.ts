import { Queue } from 'bullmq';
import { z } from 'zod';
import { jobId } from './job-id.ts';
import { controlsOf, createWorker, type QueueOptions, type QueueWorker } from './queue-worker.ts';

const QUEUE = 'walks';
/** Most of it waits for Slack. */
const CONCURRENCY = 10;
/** However many processes died with it: it is told again. */
const OFTEN = 1_000_000;

const jobSchema = z.object({ id: z.string() });

export interface WalkQueue {
  /** Has walks shown as they are: one at a time of each, and once more where something changes meanwhile. */
  add(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * The queue of walks that are to be shown as they are. What there is to show stands in the store, and whoever looks
 * there now and then adds again what was lost: so nothing of a job is kept once it is over.
 */
export function createWalkQueue({ connection, prefix, onError }: QueueOptions): WalkQueue {
  const queue = new Queue(QUEUE, { connection, prefix });
  queue.on('error', onError);
  return {
    async add(ids) {
      await queue.addBulk(
        ids.map((id) => ({
          name: 'show',
          data: { id },
          opts: {
            deduplication: { id: jobId('w', id), keepLastIfActive: true },
            removeOnComplete: true,
            removeOnFail: true,
          },
        })),
      );
    },
    close: () => queue.close(),
  };
}

export interface WalkWorkerOptions extends QueueOptions {
  /** A walk could not be shown; that is tried again. */
  readonly onFailed: (error: unknown) => void;
}

/** Shows walks as they are, one job for each at a time. */
export function createWalkWorker(
  show: (id: string) => Promise<void>,
  { connection, prefix, onError, onFailed }: WalkWorkerOptions,
): QueueWorker {
  const worker = createWorker(QUEUE, (job) => show(jobSchema.parse(job.data).id), {
    connection,
    prefix,
    concurrency: CONCURRENCY,
    deaths: OFTEN,
  });
  worker.on('failed', (_, error) => onFailed(error));
  return controlsOf(worker, onError);
}
