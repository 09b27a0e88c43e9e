import { createSlackClient } from '../delivery/slack/client.ts';
import { createLookup } from '../delivery/slack/lookup.ts';
import type { SlackMessage } from '../delivery/slack/message.ts';
import { postUnlessThere } from '../delivery/slack/post-unless-there.ts';
import { SLACK_LIMITS } from '../delivery/slack/slack-limits.ts';
import { draw, type Drawn } from '../handlers/drift/draw.ts';
import type { Picture } from '../metrics/charts/chart.ts';
import { createChartRenderer } from '../metrics/charts/renderer.ts';
import { createRedisChannelIds } from '../store/redis/channel-ids.ts';
import { createRedisRateLimiter } from '../store/redis/rate-limiter.ts';
import { pictureIn } from './metrics/chat-graphs.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** Drawn and uploaded within this, or the report is posted without; in milliseconds. */
const PATIENCE = 60_000;

/** A report of a model, to be posted once. */
export interface PostedReport {
  /** The same for the same report, however often it is tried. */
  readonly id: string;
  /** `#name` or an id. */
  readonly channel: string;
  /** When it was made, epoch milliseconds. */
  readonly since: number;
  readonly pictures: readonly Picture[];
  readonly message: (drawn: Partial<Drawn>) => SlackMessage;
  /** For the log, where there is no Slack. */
  readonly text: () => string;
}

/** Posts reports, with their pictures. @throws when Slack does not take one */
export function createReportPost(
  wiring: Pick<Wiring, 'config' | 'redis' | 'log' | 'slackLimits'>,
): (report: PostedReport) => Promise<void> {
  const { config, redis, log, slackLimits = SLACK_LIMITS } = wiring;
  const { bot_token: token, api_url: apiUrl } = config.slack;
  const limiter = createRedisRateLimiter(redis, KEYS);
  const client = createSlackClient(token, apiUrl);
  const lookup = createLookup(
    client,
    { limiter, channelIds: createRedisChannelIds(redis, KEYS) },
    slackLimits,
  );

  /** The thread that draws lives as long as it is needed: reports are far between. */
  async function messageOf({ pictures, message }: PostedReport): Promise<SlackMessage> {
    if (pictures.length === 0) return message({});
    const renderer = createChartRenderer();
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      return message(await draw(pictures, pictureIn(client, renderer), signal).catch(() => ({})));
    } finally {
      await renderer.close();
    }
  }

  return async (report) => {
    const { id, channel, since, text } = report;
    if (token === '') {
      log.named('report').info({ channel }, text());
      return;
    }
    const post = { id, channel, since, message: () => messageOf(report) };
    await postUnlessThere({ client, limiter, lookup }, post, slackLimits);
  };
}
