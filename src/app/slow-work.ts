import type { WebClient } from '@slack/web-api';
import { Mistake } from '../config/mistake.ts';
import { createLookup } from '../delivery/slack/lookup.ts';
import { postBucket, SLACK_LIMITS, updateBucket } from '../delivery/slack/slack-limits.ts';
import { MOST_OF_ONE } from '../engine/ports/job-line.ts';
import type { ChatReport } from '../handlers/carry-out.ts';
import type { Jobs, Tools } from '../handlers/handling.ts';
import { JOB_PACE } from '../handlers/jobs/attempt.ts';
import { requestIn } from '../handlers/jobs/record.ts';
import { runJob } from '../handlers/jobs/run-job.ts';
import type { Registry } from '../handlers/registry.ts';
import type { QueueWorker } from '../jobs/queue-worker.ts';
import { createSlowQueue, createSlowWorker, slowJobId } from '../jobs/slow-queue.ts';
import { createRedisChannelIds } from '../store/redis/channel-ids.ts';
import { createRedisJobLine } from '../store/redis/job-line.ts';
import { createRedisRateLimiter } from '../store/redis/rate-limiter.ts';
import { queueOptionsOf } from './queue-options.ts';
import { KEYS, type Wiring } from './wiring.ts';

interface SlowParts {
  readonly slack: WebClient;
  readonly registry: Registry;
  /** As they are by the config of that moment. */
  readonly tools: () => Tools;
  readonly onDone: (report: ChatReport) => void;
}

export interface SlowWork extends QueueWorker {
  readonly jobs: Jobs;
}

/** Does what people ask for that takes its time: in the background, by whichever replica has room. */
export function createSlowWork(
  wiring: Pick<Wiring, 'redis' | 'log' | 'slackLimits' | 'address' | 'trouble'>,
  parts: SlowParts,
): SlowWork {
  const { redis, log, slackLimits: limits = SLACK_LIMITS } = wiring;
  const { slack, tools } = parts;
  const options = queueOptionsOf(wiring);
  const queue = createSlowQueue(options);
  const line = createRedisJobLine(redis, KEYS);
  const limiter = createRedisRateLimiter(redis, KEYS);
  const channelIds = createRedisChannelIds(redis, KEYS);
  const screen = {
    slack,
    limiter,
    lookup: createLookup(slack, { limiter, channelIds }, limits),
    updates: updateBucket(limits),
    posts: (channel: string) => postBucket(channel, limits),
    now: Date.now,
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  const worker = createSlowWorker(
    (job) =>
      runJob(job, { ...parts, tools: tools(), line, screen, pace: JOB_PACE, stopping: signal }),
    {
      ...options,
      onFailed: (error) => log.named('chat').warn({ error }, 'slow work waits'),
    },
  );
  return {
    ...worker,
    jobs: {
      async submit(request, asker) {
        const id = slowJobId(request.id);
        if (!(await line.enter({ id, person: asker.id, at: Date.now() }))) {
          const have = `you have ${MOST_OF_ONE} of these under way already`;
          throw new Mistake(have, 'wait until one is over, or cancel one');
        }
        await queue.add(id, { request, asker });
      },
      find: async (id) => requestIn(await queue.find(id)),
      async cancel(id, by, deed) {
        const isFirst = await line.cancel(id, by, deed);
        await queue.hurry(id);
        return isFirst;
      },
    },
    async close() {
      // What is under way goes on elsewhere, or after the restart.
      stopping.abort();
      await worker.close();
      await queue.close();
    },
  };
}
