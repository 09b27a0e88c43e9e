import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { Job, JobsOptions, Queue } from 'bullmq';
import { withoutSecrets } from './without-secrets.ts';
import type { ShownQueue } from './shown-queues.ts';

/** The most jobs of a queue that one page shows. */
const MOST_JOBS = 100;

export interface ReadOnlyQueueParts extends ShownQueue {
  readonly queue: Queue;
  /** What may stand nowhere on the board. */
  readonly secrets: readonly string[];
}

/** A queue to look at: nothing in it can be changed, and of its jobs only what may be seen is there. */
export class ReadOnlyQueue extends BullMQAdapter {
  readonly #shows: ShownQueue['shows'];
  readonly #secrets: readonly string[];

  constructor({ queue, about, shows, secrets }: ReadOnlyQueueParts) {
    super(queue, { readOnlyMode: true, description: about });
    this.#shows = shows;
    this.#secrets = secrets;
  }

  override async getJob(id: string): Promise<Job | undefined> {
    const job = await super.getJob(id);
    return job && this.#shown(job);
  }

  override async getJobs(
    ...[statuses, start = 0, end = start]: Parameters<BullMQAdapter['getJobs']>
  ): Promise<Job[]> {
    const jobs = await super.getJobs(statuses, start, Math.min(end, start + MOST_JOBS - 1));
    return jobs.map((job) => this.#shown(job));
  }

  /** Ours log elsewhere, with what must be hidden hidden. */
  override async getJobLogs(): Promise<string[]> {
    return [];
  }

  /** Ours have no parents, and a tree of them would be read past `getJob`. */
  override async getFlowProducer(): Promise<null> {
    return null;
  }

  /** Ours are made as they are needed; what they would be made of is not for the board. */
  override async getJobSchedulers(): Promise<never[]> {
    return [];
  }

  /** The job as it was read for this page alone, without what may not be seen. */
  #shown(job: Job): Job {
    const { attempts, backoff, delay, priority } = job.opts;
    const opts: JobsOptions = {
      ...(attempts !== undefined && { attempts }),
      ...(backoff !== undefined && { backoff }),
      ...(delay !== undefined && { delay }),
      ...(priority !== undefined && { priority }),
    };
    const clean = (text: string): string => withoutSecrets(text, this.#secrets);
    job.data = JSON.parse(
      JSON.stringify(this.#shows.safeParse(job.data).data ?? {}, (_, value: unknown) =>
        typeof value === 'string' ? clean(value) : value,
      ),
    );
    job.opts = opts;
    job.progress = 0;
    job.returnvalue = undefined;
    job.stacktrace = null;
    // Both are undefined, whatever their type says, of a job that has not failed.
    if (job.failedReason) job.failedReason = clean(job.failedReason);
    if (job.deferredFailure) job.deferredFailure = clean(job.deferredFailure);
    delete job.deduplicationId;
    return job;
  }
}
