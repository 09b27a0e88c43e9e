import { Queue } from 'bullmq';
import { z } from 'zod';
import { SEVERITIES } from '../alert/severity.ts';
import type { Effect, Target } from '../engine/ports/delivery-store.ts';
import { LONGEST_PAUSE } from './back-off.ts';
import type { Delivered } from './deliver.ts';
import {
  controlsOf,
  createWorker,
  putBack,
  type QueueOptions,
  type QueueWorker,
} from './queue-worker.ts';

const QUEUE = 'deliveries';
/**
 * Deliveries at once in one process. Each waits for a service, not for us, and a service that hangs
 * holds its own for ten seconds: with few of them it would hold up all the others'.
 */
const CONCURRENCY = 200;
/** However often a process dies with it, a delivery is never given up. */
const OFTEN = 1_000;
/** After a fault of ours (not the service's): tried again with growing pauses, then by the relay. */
const ATTEMPTS = 5;

const jobSchema = z.object({ group: z.string(), integration: z.string() });

export interface DeliveryQueue {
  /**
   * Adds a job an effect; one target has one job, and one more if it is running.
   *
   * @param wait so many milliseconds they wait
   */
  add(effects: readonly Effect[], wait?: number): Promise<void>;
  close(): Promise<void>;
}

export interface WorkerOptions extends QueueOptions {
  /** A delivery failed through a fault of ours; of which, if that is still known. */
  readonly onFailed: (error: Error, target?: Target) => void;
}

/** The queue of deliveries that have to wait: the worst severity first. */
export function createDeliveryQueue({ connection, prefix, onError }: QueueOptions): DeliveryQueue {
  const queue = new Queue(QUEUE, { connection, prefix });
  queue.on('error', onError);
  return {
    async add(effects, wait = 0) {
      const delay = Math.min(Math.ceil(wait), LONGEST_PAUSE);
      await queue.addBulk(
        effects.map(({ group, integration, severity }) => ({
          name: 'deliver',
          data: { group, integration },
          opts: {
            deduplication: { id: `${group} ${integration}`, keepLastIfActive: true },
            delay,
            priority: SEVERITIES.indexOf(severity) + 1,
            attempts: ATTEMPTS,
            backoff: { type: 'exponential', delay: 500 },
            removeOnComplete: true,
            removeOnFail: true,
          },
        })),
      );
    },
    close: () => queue.close(),
  };
}

/**
 * Runs deliveries. One that must wait goes back as a delayed job, so it holds up no other. Whatever
 * is not finished when it closes is taken over by whoever comes next.
 */
export function createDeliveryWorker(
  run: (target: Target) => Promise<Delivered>,
  { connection, prefix, onError, onFailed }: WorkerOptions,
): QueueWorker {
  const worker = createWorker(
    QUEUE,
    async (job, token) => {
      const { again } = await run(jobSchema.parse(job.data));
      if (again === undefined) return;
      await putBack(job, token, Math.min(again, LONGEST_PAUSE));
    },
    { connection, prefix, concurrency: CONCURRENCY, deaths: OFTEN },
  );
  worker.on('failed', (job, error) => onFailed(error, jobSchema.safeParse(job?.data).data));
  return controlsOf(worker, onError);
}
