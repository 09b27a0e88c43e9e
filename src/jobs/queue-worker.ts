import { setInterval } from 'node:timers/promises';
import { DelayedError, Worker, type ConnectionOptions, type Job, type Processor } from 'bullmq';

/** A job whose process died goes to another after this, in milliseconds. */
const LOCK_MS = 5_000;
const STALLED_CHECK_EVERY = 2_000;

/**
 * Who closes and has had no job for so long waits no longer, in milliseconds: BullMQ waits for ever where its
 * connection that waits for jobs was lost and has not come back yet.
 */
const QUIET_MS = 1_000;
const QUIET_CHECK_EVERY = 100;

/** What all queues share. */
export interface QueueOptions {
  readonly connection: ConnectionOptions;
  readonly prefix: string;
  readonly onError: (error: Error) => void;
}

/** How the jobs of a queue are taken. */
export interface Taking extends Omit<QueueOptions, 'onError'> {
  /** Jobs at once in one process. */
  readonly concurrency: number;
  /** A job with which so many processes died is not tried again. */
  readonly deaths: number;
}

/** Takes the jobs of a queue. */
export interface QueueWorker {
  /** Begins to take jobs. */
  run(): void;
  /** Takes no more jobs; those under way are finished. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

/** The jobs that a worker has under way, and when the last one ended. */
interface UnderWay {
  count: number;
  quietSince: number;
}

const underWay = new WeakMap<Worker, UnderWay>();

/** A worker whose jobs others take over within seconds when its process dies; `controlsOf` begins it. */
export function createWorker(queue: string, process: Processor, taking: Taking): Worker {
  const { connection, prefix, concurrency, deaths } = taking;
  const jobs: UnderWay = { count: 0, quietSince: 0 };
  const counted: Processor = async (job, token) => {
    jobs.count += 1;
    try {
      return await process(job, token);
    } finally {
      jobs.count -= 1;
      jobs.quietSince = performance.now();
    }
  };
  const worker = new Worker(queue, counted, {
    connection,
    prefix,
    autorun: false,
    concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_EVERY,
    maxStalledCount: deaths,
  });
  underWay.set(worker, jobs);
  return worker;
}

/**
 * Puts a job back that must wait for so many milliseconds, so that it holds up no other.
 *
 * @throws DelayedError always: the queue's word that the job is not over
 */
export async function putBack(job: Job, token: string | undefined, wait: number): Promise<never> {
  await job.moveToDelayed(Date.now() + Math.ceil(wait), token);
  throw new DelayedError();
}

/** What is done with a worker of ours, whatever its jobs are. */
export function controlsOf(worker: Worker, onError: (error: Error) => void): QueueWorker {
  let isConnected = true;
  worker.on('ready', () => (isConnected = true));
  worker.on('ioredis:close', () => (isConnected = false));
  worker.on('error', onError);
  return {
    run: () => void worker.run().catch(onError),
    pause: () => void worker.pause(true),
    resume: () => void worker.resume(),
    async close() {
      // What is under way is finished; without Redis it can't be, and would be waited for for ever.
      const isClosed = await Promise.race([
        worker.close(!isConnected).then(() => true),
        quiet(worker).then(() => false),
      ]);
      if (!isClosed) void worker.disconnect().catch(() => {});
    },
  };
}

/** Resolves once a worker has had no job under way for a while. */
async function quiet(worker: Worker): Promise<void> {
  const begun = performance.now();
  for await (const _ of setInterval(QUIET_CHECK_EVERY, undefined, { ref: false })) {
    const { count = 0, quietSince = 0 } = underWay.get(worker) ?? {};
    if (count === 0 && performance.now() - Math.max(begun, quietSince) > QUIET_MS) return;
  }
}
