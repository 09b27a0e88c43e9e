import { randomUUID } from 'node:crypto';
import type { ReportConfig } from '../config/schema/report.ts';
import { createSlackClient } from '../delivery/slack/client.ts';
import { createLookup } from '../delivery/slack/lookup.ts';
import { postBulletin } from '../delivery/slack/post-bulletin.ts';
import { SLACK_LIMITS } from '../delivery/slack/slack-limits.ts';
import { TURN_LASTS } from '../engine/ports/turns.ts';
import { recurring, type Starts } from '../rules/recurrence.ts';
import { createRedisChannelIds } from '../store/redis/channel-ids.ts';
import { createRedisChecklistRuns } from '../store/redis/checklist-runs.ts';
import { createRedisRateLimiter } from '../store/redis/rate-limiter.ts';
import { createRedisTurns } from '../store/redis/turns.ts';
import { checklistsInReport } from './checklists/checklists-in-report.ts';
import { bulletinOf, bulletinText, reportOf, reportSources } from './report.ts';
import { KEYS, type Wiring } from './wiring.ts';

const WEEK = 7 * 24 * 60 * 60_000;
/** How often it is looked whether a report is due, in milliseconds. */
const LOOK_EVERY = 20_000;
/** What could not be posted for longer, because no bot or no Slack was there, is left out (milliseconds). */
const LATE = 6 * 60 * 60_000;
/** After Slack did not take it, it is asked again, in milliseconds. */
const AFTER_FAILURE = 5 * 60_000;
/** A Monday at midnight; before any report. */
const FIRST_MONDAY = Date.UTC(2024, 0, 1);

/** Posts the report of the last seven days every week: one replica does, once. */
export function startWeeklyReport(wiring: Wiring): void {
  const { config, closers, log } = wiring;
  if (config.report === undefined) return;
  const look = createWeeklyReport(wiring, config.report, wiring.clock.now);
  let running: Promise<void> = Promise.resolve();
  let isLooking = false;
  const lookOnce = (): void => {
    if (isLooking) return;
    isLooking = true;
    running = look()
      .catch((error: unknown) => log.named('report').warn({ error }, 'the report was not posted'))
      .finally(() => (isLooking = false));
  };
  const timer = setInterval(lookOnce, LOOK_EVERY).unref();
  lookOnce();
  closers.push(async () => {
    clearInterval(timer);
    await running;
  });
}

/**
 * @param now the store's clock, epoch milliseconds
 * @returns what looks whether a report is due, and posts it if it is nobody else's turn
 */
function createWeeklyReport(
  wiring: Pick<Wiring, 'config' | 'policy' | 'redis' | 'log' | 'slackLimits'>,
  settings: ReportConfig,
  now: () => number,
): () => Promise<void> {
  const { config, policy, redis, log, slackLimits = SLACK_LIMITS } = wiring;
  const { channel, timezone: zone } = settings;
  const starts = startsOf(settings);
  const turns = createRedisTurns(redis, KEYS);
  const sources = reportSources(redis);
  const checklists = createRedisChecklistRuns(redis, KEYS);
  const limiter = createRedisRateLimiter(redis, KEYS);
  const channelIds = createRedisChannelIds(redis, KEYS);
  const token = randomUUID();

  async function post(work: string, until: number): Promise<void> {
    const week = await reportOf(sources, policy, { from: until - WEEK, until, zone });
    const { title, parts } = bulletinOf(week);
    const bulletin = { title, parts: [...parts, ...(await checklistsInReport(checklists, week))] };
    const { bot_token: botToken, api_url: apiUrl } = config.slack;
    if (botToken === '') {
      log.named('report').info({ channel }, bulletinText(bulletin));
      return;
    }
    const client = createSlackClient(botToken, apiUrl);
    const lookup = createLookup(client, { limiter, channelIds }, slackLimits);
    const bulletinPost = { id: work, channel, bulletin, since: until };
    await postBulletin({ client, limiter, lookup }, bulletinPost, slackLimits);
  }

  return async () => {
    const at = now();
    const { latest } = starts(at);
    if (latest === undefined || at - latest > LATE) return;
    const work = `report ${channel} ${latest}`;
    if ((await turns.take(work, token)) > 0) return;
    // A long history takes its time: a turn that was lost meanwhile would be somebody else's to post.
    const keep = setInterval(() => void turns.renew(work, token).catch(() => {}), TURN_LASTS / 3);
    try {
      await post(work, latest);
    } catch (error) {
      await turns.end(work, token, AFTER_FAILURE);
      throw error;
    } finally {
      clearInterval(keep);
    }
    // By then nobody looks for this one any more.
    await turns.end(work, token, 2 * LATE);
  };
}

function startsOf({ weekday, at, timezone }: ReportConfig): Starts {
  const rule = `FREQ=WEEKLY;BYDAY=${weekday.slice(0, 2).toUpperCase()}`;
  return recurring({ rule, zone: timezone, start: FIRST_MONDAY + at * 60_000 });
}
