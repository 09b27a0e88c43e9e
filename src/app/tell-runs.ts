import { setTimeout as sleep } from 'node:timers/promises';
import { createSlackClient } from '../delivery/slack/client.ts';
import { classifyFailure, heed } from '../delivery/slack/failure.ts';
import { withinLimits } from '../delivery/slack/limits/message.ts';
import { createLookup } from '../delivery/slack/lookup.ts';
import { postUnlessThere } from '../delivery/slack/post-unless-there.ts';
import { SLACK_LIMITS, updateBucket } from '../delivery/slack/slack-limits.ts';
import {
  isOpen,
  type ActionRun,
  type ActionRuns,
  type RunTold,
} from '../engine/ports/action-runs.ts';
import { momentMessage, runMessage } from '../handlers/retraining/run-message.ts';
import type { Retraining } from '../runbooks/retraining/retraining.ts';
import { createRedisChannelIds } from '../store/redis/channel-ids.ts';
import { createRedisRateLimiter } from '../store/redis/rate-limiter.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** What Slack does not take for so long is left out, in milliseconds; the audit trail has it. */
const TOLD_FOR = 6 * 60 * 60_000;

/**
 * Tells of a retraining: in a message that shows how it stands, and a line in its thread for each thing that
 * became of it. To be called until it is settled.
 *
 * @returns what throws when Slack does not take it now
 */
export function createRunTeller(
  {
    config,
    redis,
    clock,
    slackLimits: limits = SLACK_LIMITS,
  }: Pick<Wiring, 'config' | 'redis' | 'clock' | 'slackLimits'>,
  runs: Pick<ActionRuns, 'told' | 'noteTold' | 'settle'>,
): (run: ActionRun, of: Retraining | undefined) => Promise<void> {
  const { bot_token: token, api_url: apiUrl } = config.slack;
  const limiter = createRedisRateLimiter(redis, KEYS);
  const client = createSlackClient(token, apiUrl);
  const channelIds = createRedisChannelIds(redis, KEYS);
  const tools = { client, limiter, lookup: createLookup(client, { limiter, channelIds }, limits) };

  async function post(run: ActionRun, of: Retraining, channel: string): Promise<RunTold> {
    const message = async () => runMessage(run, of);
    const lone = { id: `run ${run.key}`, channel, since: run.askedAt, message };
    const posted = await postUnlessThere(tools, lone, limits);
    const told = { ...posted, moments: 1 };
    await runs.noteTold(run.key, told);
    return told;
  }

  async function update(run: ActionRun, of: Retraining, { channel, ts }: RunTold): Promise<void> {
    const bucket = updateBucket(limits);
    const caller = { id: run.key, severity: 'info' } as const;
    for (let wait = 1; wait > 0;) {
      wait = await limiter.take(bucket, caller);
      if (wait > 0) await sleep(wait);
    }
    try {
      await client.chat.update({ channel, ts, ...withinLimits(runMessage(run, of)) });
    } catch (error) {
      const failure = classifyFailure(error);
      // Somebody deleted it: there is nothing to keep up to date.
      if (failure.kind === 'refused') return;
      await heed(failure, limiter, bucket);
      throw error;
    }
  }

  async function tell(run: ActionRun, of: Retraining, channel: string): Promise<void> {
    const { key, story } = run;
    const told = (await runs.told(key)) ?? (await post(run, of, channel));
    const news = story.slice(told.moments);
    if (news.length === 0) return;
    await update(run, of, told);
    for (const [index, moment] of news.entries()) {
      const line = {
        id: `run ${key} ${told.moments + index}`,
        channel: told.channel,
        threadTs: told.ts,
        since: moment.at,
        message: async () => momentMessage(moment),
      };
      await postUnlessThere(tools, line, limits);
      await runs.noteTold(key, { ...told, moments: told.moments + index + 1 });
    }
  }

  return async (run, of) => {
    const { channel } = of ?? {};
    try {
      if (of !== undefined && channel !== undefined && token !== '') await tell(run, of, channel);
    } catch (error) {
      const since = run.story.at(-1)?.at ?? run.askedAt;
      const isHopeless = classifyFailure(error).kind === 'refused';
      if (!isOpen(run) && (isHopeless || clock.now() - since > TOLD_FOR)) {
        await runs.settle(run.key, run.revision);
      }
      throw error;
    }
    if (!isOpen(run)) await runs.settle(run.key, run.revision);
  };
}
