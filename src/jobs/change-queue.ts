import { Queue } from 'bullmq';
import { z } from 'zod';
import { DEPLOYMENT_STATES } from '../alert/deployment-state.ts';
import type { Deployment } from '../alert/deployment.ts';
import { jobId } from './job-id.ts';
import { controlsOf, createWorker, type QueueOptions, type QueueWorker } from './queue-worker.ts';

const QUEUE = 'changes';
/** Tried for about an hour: what changed before is of no use afterwards. */
const ATTEMPTS = 10;
const FIRST_PAUSE = 5_000;
/** So long, in seconds, what was told is known, so that it is not told twice. */
const REMEMBERED = 60 * 60;

const jobSchema = z.object({
  id: z.string(),
  service: z.string(),
  deployment: z.object({
    summary: z.string(),
    outcome: z.enum(DEPLOYMENT_STATES),
    at: z.number(),
    labels: z.record(z.string(), z.string()),
    links: z.array(z.object({ title: z.string(), url: z.string() })),
  }),
});

/** A deployment that one service is to be told of. */
export interface ChangeJob {
  /** The same for the same deployment and service. */
  readonly id: string;
  /** A hash of its key, which is a secret. */
  readonly service: string;
  readonly deployment: Omit<Deployment, 'id' | 'run'>;
}

export interface ChangeQueue extends QueueWorker {
  add(jobs: readonly ChangeJob[]): Promise<void>;
}

/**
 * Tells of changes, beside the deliveries: nothing waits for them.
 *
 * @param tell rejects when it is to be tried again
 */
export function createChangeQueue(
  tell: (job: ChangeJob) => Promise<void>,
  { connection, prefix, onError }: QueueOptions,
): ChangeQueue {
  const queue = new Queue(QUEUE, { connection, prefix });
  const worker = createWorker(QUEUE, (job) => tell(jobSchema.parse(job.data)), {
    connection,
    prefix,
    concurrency: 1,
    deaths: ATTEMPTS,
  });
  queue.on('error', onError);
  const controls = controlsOf(worker, onError);
  return {
    ...controls,
    async add(jobs) {
      await queue.addBulk(
        jobs.map((job) => ({
          name: 'change',
          data: job,
          opts: {
            jobId: jobId('c', job.id),
            attempts: ATTEMPTS,
            backoff: { type: 'exponential', delay: FIRST_PAUSE },
            removeOnComplete: { age: REMEMBERED },
            removeOnFail: { age: REMEMBERED },
          },
        })),
      );
    },
    async close() {
      await controls.close();
      await queue.close();
    },
  };
}
