import { DelayedError, Queue } from 'bullmq';
import { z } from 'zod';
import { SEVERITIES } from '../alert/severity.ts';
import { closedMessageSchema } from '../delivery/slack/closed-message.ts';
import { jobId } from './job-id.ts';
import {
  controlsOf,
  createWorker,
  putBack,
  type QueueOptions,
  type QueueWorker,
} from './queue-worker.ts';

const QUEUE = 'graphs';
/** Graphs at once in one process: nothing waits for them. */
const CONCURRENCY = 2;
/** A graph that nobody has seen by then is of no use any more, in milliseconds. */
const LATE = 3 * 60_000;
const ATTEMPTS = 5;
const FIRST_PAUSE = 2_000;
/** So long, in seconds, it is known that one was asked for. */
const REMEMBERED = 60 * 60;
/** One with which so many processes died is not tried again: it may be why. */
const OFTEN = 2;

const jobSchema = z.object({
  group: z.string(),
  integration: z.string(),
  episode: z.number(),
  severity: z.enum(SEVERITIES),
  traceId: z.string(),
  /** The fingerprint of the alert whose graph it is. */
  alert: z.string(),
  /** Of what is over: the message, which nobody edits any more. */
  over: closedMessageSchema.optional(),
});

/** A graph that a message is to have. */
export interface GraphJob extends z.output<typeof jobSchema> {}

/** What became of one: `late` when there were too many before it, `needless` when nobody would see it. */
export type GraphOutcome = 'drawn' | 'needless' | 'no-data' | 'late' | 'failed';

export interface GraphQueueOptions extends QueueOptions {
  /** @throws for what may work later */
  readonly draw: (job: GraphJob) => Promise<Exclude<GraphOutcome, 'late' | 'failed'>>;
  /** Takes a turn; the milliseconds after which it is this one's. */
  readonly turn: (job: GraphJob, id: string) => Promise<number>;
  readonly onDone: (job: GraphJob, outcome: GraphOutcome, error?: unknown) => void;
}

export interface GraphQueue extends QueueWorker {
  /** Asks for a graph; what was asked for already is not asked for again. */
  add(job: GraphJob): Promise<void>;
}

/**
 * Draws graphs beside the deliveries: nothing waits for them, and when there are too many the rest is left
 * out.
 */
export function createGraphQueue({
  connection,
  prefix,
  onError,
  draw,
  turn,
  onDone,
}: GraphQueueOptions): GraphQueue {
  const queue = new Queue(QUEUE, { connection, prefix });
  const worker = createWorker(
    QUEUE,
    async (job, token) => {
      const wanted = jobSchema.parse(job.data);
      try {
        const wait = job.attemptsMade > 0 ? 0 : await turn(wanted, job.id ?? '');
        if (Date.now() - job.timestamp + wait > LATE) return onDone(wanted, 'late');
        if (wait > 0) await putBack(job, token, wait);
        onDone(wanted, await draw(wanted));
      } catch (error) {
        const isLast = job.attemptsMade + 1 >= ATTEMPTS;
        if (isLast && !(error instanceof DelayedError)) onDone(wanted, 'failed', error);
        throw error;
      }
    },
    { connection, prefix, concurrency: CONCURRENCY, deaths: OFTEN },
  );
  queue.on('error', onError);
  const controls = controlsOf(worker, onError);
  return {
    ...controls,
    async add(job) {
      const { group, integration, episode, over } = job;
      const id = JSON.stringify([group, integration, episode, over !== undefined]);
      await queue.add('graph', job, {
        jobId: jobId('g', id),
        priority: SEVERITIES.indexOf(job.severity) + 1,
        attempts: ATTEMPTS,
        backoff: { type: 'exponential', delay: FIRST_PAUSE },
        removeOnComplete: { age: REMEMBERED },
        removeOnFail: { age: REMEMBERED },
      });
    },
    async close() {
      await controls.close();
      await queue.close();
    },
  };
}
