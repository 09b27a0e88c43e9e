import { Queue } from 'bullmq';
import { z } from 'zod';
import { jobId } from './job-id.ts';
import { controlsOf, createWorker, type QueueOptions, type QueueWorker } from './queue-worker.ts';

/** Most of it waits for Slack, or AWS. */
const CONCURRENCY = 10;
/** However many processes died with it: what there is to do stands in the store, and is done once. */
const OFTEN = 1_000_000;

const jobSchema = z.object({ id: z.string() });

/** What is looked at: each in a queue of that name. */
export const LOOKED_AT = ['actions', 'checklists', 'incidents', 'walks'] as const;
export type LookedAt = (typeof LOOKED_AT)[number];

export interface LookQueue {
  /** Has some things looked at: each by one job at a time, and once more where it is added meanwhile. */
  add(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * A queue of things that are to be brought on, or shown as they are. What there is to do stands in the store, and
 * whoever looks there now and then adds again what was lost: so nothing of a job is kept once it is over.
 */
export function createLookQueue(
  name: LookedAt,
  { connection, prefix, onError }: QueueOptions,
): LookQueue {
  const queue = new Queue(name, { connection, prefix });
  queue.on('error', onError);
  return {
    async add(ids) {
      await queue.addBulk(
        ids.map((id) => ({
          name: 'look',
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

export interface LookWorkerOptions extends QueueOptions {
  /** A look failed; that is tried again. */
  readonly onFailed: (error: unknown) => void;
}

/** Looks at things, at each by one job at a time: an older picture never lands last. */
export function createLookWorker(
  name: LookedAt,
  look: (id: string) => Promise<void>,
  { connection, prefix, onError, onFailed }: LookWorkerOptions,
): QueueWorker {
  const worker = createWorker(name, (job) => look(jobSchema.parse(job.data).id), {
    connection,
    prefix,
    concurrency: CONCURRENCY,
    deaths: OFTEN,
  });
  worker.on('failed', (_, error) => onFailed(error));
  return controlsOf(worker, onError);
}
