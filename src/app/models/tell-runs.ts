import { setTimeout as sleep } from 'node:timers/promises';
import { createSlackClient } from '../../delivery/slack/client.ts';
import { classifyFailure, heed } from '../../delivery/slack/failure.ts';
import { withinLimits } from '../../delivery/slack/limits/message.ts';
import { createLookup } from '../../delivery/slack/lookup.ts';
import { postUnlessThere } from '../../delivery/slack/post-unless-there.ts';
import { SLACK_LIMITS, updateBucket } from '../../delivery/slack/slack-limits.ts';
import {
  isOpen,
  type ActionRun,
  type ActionRuns,
  type RunTold,
} from '../../engine/ports/action-runs.ts';
import { momentMessage, runMessage, type RunOf } from '../../handlers/retraining/run-message.ts';
import type { Retraining } from '../../runbooks/retraining/retraining.ts';
import { createRedisChannelIds } from '../../store/redis/channel-ids.ts';
import { createRedisRateLimiter } from '../../store/redis/rate-limiter.ts';
import { KEYS, type Wiring } from '../wiring.ts';

/** After Slack did not take it, it is asked again; and no more when it is so old: the audit trail has it. In milliseconds. */
const TELL_AGAIN = 60_000;
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
  /** When Slack is asked again, by key. */
  const again = new Map<string, number>();

  async function post(run: ActionRun, of: RunOf, channel: string): Promise<RunTold> {
    const message = async () => runMessage(run, of);
    const lone = { id: `run ${run.key}`, channel, since: run.askedAt, message };
    const posted = await postUnlessThere(tools, lone, limits);
    const told = { ...posted, moments: 1 };
    await runs.noteTold(run.key, told);
    return told;
  }

  async function update(run: ActionRun, of: RunOf, { channel, ts }: RunTold): Promise<void> {
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

  /** What the config has forgotten meanwhile is told to its end where it was begun. */
  async function tell(run: ActionRun, retraining: Retraining | undefined): Promise<void> {
    const { key, story, facts } = run;
    const of = retraining ?? { title: facts['model'] ?? '' };
    const channel = retraining?.channel;
    const before = await runs.told(key);
    if (before === undefined && channel === undefined) return;
    const told = before ?? (await post(run, of, channel ?? ''));
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
    const { key, revision } = run;
    if ((again.get(key) ?? 0) > clock.now()) return;
    again.delete(key);
    try {
      if (token !== '') await tell(run, of);
    } catch (error) {
      const since = run.story.at(-1)?.at ?? run.askedAt;
      const isHopeless =
        classifyFailure(error).kind === 'refused' || clock.now() - since > TOLD_FOR;
      if (isHopeless && !isOpen(run)) await runs.settle(key, revision);
      else again.set(key, clock.now() + TELL_AGAIN);
      throw error;
    }
    if (!isOpen(run)) await runs.settle(key, revision);
  };
}
