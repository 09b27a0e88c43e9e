import { Queue } from 'bullmq';
import { z } from 'zod';
import { jobId } from './job-id.ts';
import { controlsOf, createWorker, type QueueOptions, type QueueWorker } from './queue-worker.ts';

/** Most of it waits for Slack. */
const CONCURRENCY = 10;
/** However many processes died with it: what there is to tell stands in the store. */
const OFTEN = 1_000_000;

const jobSchema = z.object({ id: z.string() });

export interface TellQueue {
  /** Has what became of some things told: of each one at a time, and once more where it changes meanwhile. */
  add(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * A queue of things that Slack is to show as they are. What there is to show stands in the store, and whoever looks
 * there now and then adds again what was lost: so nothing of a job is kept once it is over.
 */
export function createTellQueue(
  name: string,
  { connection, prefix, onError }: QueueOptions,
): TellQueue {
  const queue = new Queue(name, { connection, prefix });
  queue.on('error', onError);
  return {
    async add(ids) {
      await queue.addBulk(
        ids.map((id) => ({
          name: 'tell',
          data: { id },
          opts: {
            deduplication: { id: jobId('t', id), keepLastIfActive: true },
            removeOnComplete: true,
            removeOnFail: true,
          },
        })),
      );
    },
    close: () => queue.close(),
  };
}

export interface TellWorkerOptions extends QueueOptions {
  /** Something could not be told; that is tried again. */
  readonly onFailed: (error: unknown) => void;
}

/** Tells of things, of each by one job at a time: an older picture never lands last. */
export function createTellWorker(
  name: string,
  tell: (id: string) => Promise<void>,
  { connection, prefix, onError, onFailed }: TellWorkerOptions,
): QueueWorker {
  const worker = createWorker(name, (job) => tell(jobSchema.parse(job.data).id), {
    connection,
    prefix,
    concurrency: CONCURRENCY,
    deaths: OFTEN,
  });
  worker.on('failed', (_, error) => onFailed(error));
  return controlsOf(worker, onError);
}
