import { Queue } from 'bullmq';
import { jobId } from './job-id.ts';
import { controlsOf, createWorker, type QueueOptions, type QueueWorker } from './queue-worker.ts';

const QUEUE = 'chat';
/** What people asked for at once in one process: most of it waits for Redis or Slack. */
const CONCURRENCY = 50;
/** A request with which so many processes died is not tried again: it may be why. */
const OFTEN = 3;
/** So long, in seconds, a redelivery is known as one; Slack gives up within minutes. */
const REMEMBERED = 60 * 60;

/** Something that was asked for in the chat: what it is is its reader's business. */
export interface ChatJob {
  /** The same for a redelivery. */
  readonly id: string;
}

export interface ChatQueue {
  /** Keeps a request until it is carried out: durable once this resolves. What is known already is not added again. */
  add(request: ChatJob): Promise<void>;
  close(): Promise<void>;
}

/** Where what people ask for becomes durable before it is acknowledged. */
export function createChatQueue({ connection, prefix, onError }: QueueOptions): ChatQueue {
  const queue = new Queue(QUEUE, { connection, prefix });
  queue.on('error', onError);
  return {
    async add(request) {
      await queue.add('request', request, {
        jobId: jobId('r', request.id),
        removeOnComplete: { age: REMEMBERED },
        removeOnFail: { age: REMEMBERED },
      });
    },
    close: () => queue.close(),
  };
}

export interface ChatWorkerOptions extends QueueOptions {
  /** A request could not be carried out through a fault of ours, and nobody was told. */
  readonly onFailed: (error: unknown) => void;
}

/** Carries requests out. One whose process died is carried out again by whoever comes next. */
export function createChatWorker(
  carryOut: (request: unknown) => Promise<void>,
  { connection, prefix, onError, onFailed }: ChatWorkerOptions,
): QueueWorker {
  const worker = createWorker(QUEUE, (job) => carryOut(job.data), {
    connection,
    prefix,
    concurrency: CONCURRENCY,
    deaths: OFTEN,
  });
  worker.on('failed', (_, error) => onFailed(error));
  return controlsOf(worker, onError);
}
