import { hash } from 'node:crypto';
import { DelayedError, Queue, Worker } from 'bullmq';
import type { Carried, JobInHand } from '../engine/ports/job-in-hand.ts';
import { pauseAfter } from './back-off.ts';
import type { QueueOptions } from './delivery-queue.ts';
import { controlsOf, type QueueWorker } from './queue-worker.ts';

const QUEUE = 'slow';
/** Jobs in hand at once in one process. How many of them are done, and do not only wait, says the line. */
const CONCURRENCY = 20;
/** A job whose process died goes to another after this, in milliseconds: somebody waits for it. */
const LOCK_MS = 5_000;
const STALLED_CHECK_EVERY = 2_000;
/** When a job is given up is decided by who does it, in words: never by the queue. */
const OFTEN = 1_000_000;
/** After a fault of ours, such as a Redis that is away, a job is handed over again so much later (milliseconds). */
const PAUSE = 5_000;
/** So long, in seconds, a redelivery is known as one. */
const REMEMBERED = 60 * 60;

/** The queue of slow work. */
export interface SlowQueue {
  /** Keeps a job until it is over: durable once this resolves. What is known already is not added again. */
  add(id: string, data: object): Promise<void>;
  /** What is known of a job that is not over. */
  find(id: string): Promise<unknown>;
  /** Has a job that waits handed over now. */
  hurry(id: string): Promise<void>;
  close(): Promise<void>;
}

/** A job's id, the same for the same request: ids may hold no colons and be no numbers. */
export function slowJobId(request: string): string {
  return `s${hash('sha256', request, 'hex').slice(0, 32)}`;
}

export function createSlowQueue({ connection, prefix, onError }: QueueOptions): SlowQueue {
  const queue = new Queue(QUEUE, { connection, prefix });
  queue.on('error', onError);
  return {
    async add(id, data) {
      await queue.add('slow', data, {
        jobId: id,
        attempts: OFTEN,
        backoff: { type: 'fixed', delay: PAUSE },
        removeOnComplete: { age: REMEMBERED },
        removeOnFail: { age: REMEMBERED },
      });
    },
    async find(id) {
      const job = await queue.getJob(id);
      const state = await job?.getState();
      return state === 'completed' || state === 'failed' ? undefined : job?.data;
    },
    async hurry(id) {
      const job = await queue.getJob(id);
      // It may be taken in this very moment, which is as good.
      if ((await job?.isDelayed()) === true) await job?.promote().catch(() => {});
    },
    close: () => queue.close(),
  };
}

export interface SlowWorkerOptions extends QueueOptions {
  /** A job could not be brought on through a fault of ours; it is handed over again. */
  readonly onFailed: (error: unknown) => void;
}

/**
 * Hands jobs over. One that must wait goes back as a delayed job, so it holds up no other; one whose process
 * died is handed to whoever comes next.
 */
export function createSlowWorker(
  run: (job: JobInHand) => Promise<Carried>,
  { connection, prefix, onError, onFailed }: SlowWorkerOptions,
): QueueWorker {
  const worker = new Worker(
    QUEUE,
    async (job, token = '') => {
      const { id = '', data, timestamp: at, stalledCounter: interruptions } = job;
      const keep = (next: object): Promise<void> => job.updateData(next);
      const carried = await run({ id, data, at, token, interruptions, keep });
      if (carried === 'over') return;
      const wait =
        'again' in carried ? carried.again : pauseAfter(carried.failures, 'info', Math.random());
      await job.moveToDelayed(Date.now() + Math.ceil(wait), token);
      throw new DelayedError();
    },
    {
      connection,
      prefix,
      autorun: false,
      concurrency: CONCURRENCY,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_EVERY,
      maxStalledCount: OFTEN,
    },
  );
  worker.on('failed', (_, error) => onFailed(error));
  return controlsOf(worker, onError);
}
