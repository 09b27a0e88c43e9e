import { hash } from 'node:crypto';
import { Queue, Worker, type ConnectionOptions } from 'bullmq';
import { controlsOf, type QueueWorker } from './queue-worker.ts';

const QUEUE = 'chat';
/** What people asked for at once in one process: most of it waits for Redis or Slack. */
const CONCURRENCY = 50;
/** A job whose process died goes to another after this, in milliseconds: somebody waits for the answer. */
const LOCK_MS = 5_000;
const STALLED_CHECK_EVERY = 2_000;
/** A request with which so many processes died is not tried again: it may be why. */
const OFTEN = 3;
/** So long, in seconds, a redelivery is known as one; Slack gives up within minutes. */
const REMEMBERED = 60 * 60;

/** Something that was asked for in the chat: what it is is its reader's business. */
export interface ChatJob {
  /** The same for a redelivery. */
  readonly id: string;
}

export interface ChatQueueOptions {
  readonly connection: ConnectionOptions;
  readonly prefix: string;
  readonly onError: (error: unknown) => void;
}

export interface ChatQueue {
  /** Keeps a request until it is carried out: durable once this resolves. What is known already is not added again. */
  add(request: ChatJob): Promise<void>;
  close(): Promise<void>;
}

/** Where what people ask for becomes durable before it is acknowledged. */
export function createChatQueue({ connection, prefix, onError }: ChatQueueOptions): ChatQueue {
  const queue = new Queue(QUEUE, { connection, prefix });
  queue.on('error', onError);
  return {
    async add(request) {
      await queue.add('request', request, {
        // Job ids may hold no colons and be no numbers.
        jobId: `r${hash('sha256', request.id, 'hex').slice(0, 32)}`,
        removeOnComplete: { age: REMEMBERED },
        removeOnFail: { age: REMEMBERED },
      });
    },
    close: () => queue.close(),
  };
}

export interface ChatWorkerOptions extends ChatQueueOptions {
  /** A request could not be carried out through a fault of ours, and nobody was told. */
  readonly onFailed: (error: unknown) => void;
}

/** Carries requests out. One whose process died is carried out again by whoever comes next. */
export function createChatWorker(
  carryOut: (request: unknown) => Promise<void>,
  { connection, prefix, onError, onFailed }: ChatWorkerOptions,
): QueueWorker {
  const worker = new Worker(QUEUE, (job) => carryOut(job.data), {
    connection,
    prefix,
    autorun: false,
    concurrency: CONCURRENCY,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_EVERY,
    maxStalledCount: OFTEN,
  });
  worker.on('failed', (_, error) => onFailed(error));
  return controlsOf(worker, onError);
}
