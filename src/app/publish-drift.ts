import { createSlackClient } from '../delivery/slack/client.ts';
import { createLookup } from '../delivery/slack/lookup.ts';
import { postUnlessThere } from '../delivery/slack/post-unless-there.ts';
import { SLACK_LIMITS } from '../delivery/slack/slack-limits.ts';
import type { DriftReport } from '../drift/report/report.ts';
import { runOf } from '../drift/runs/figures.ts';
import type { WatchedModel } from '../drift/runs/model.ts';
import { publishedFigures } from '../drift/runs/published.ts';
import { draw } from '../handlers/drift/draw.ts';
import { reportMessage } from '../handlers/drift/report-message.ts';
import { worstPictures } from '../handlers/drift/row-picture.ts';
import { createChartRenderer } from '../metrics/charts/renderer.ts';
import { createRedisChannelIds } from '../store/redis/channel-ids.ts';
import { createRedisRateLimiter } from '../store/redis/rate-limiter.ts';
import { pictureIn } from './chat-graphs.ts';
import { reportText } from './drift-compared.ts';
import { createPutFigures } from './put-figures.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** Drawn and uploaded within this, or the report is posted without; in milliseconds. */
const PATIENCE = 60_000;

/** Puts the figures of runs into CloudWatch, and posts their reports to the channels of their models: each once. */
export function createDriftPublisher(
  wiring: Pick<Wiring, 'config' | 'redis' | 'log' | 'slackLimits'>,
): (model: WatchedModel, report: DriftReport) => Promise<void> {
  const { config, redis, log, slackLimits = SLACK_LIMITS } = wiring;
  const { bot_token: token, api_url: apiUrl } = config.slack;
  const limiter = createRedisRateLimiter(redis, KEYS);
  const client = createSlackClient(token, apiUrl);
  const lookup = createLookup(
    client,
    { limiter, channelIds: createRedisChannelIds(redis, KEYS) },
    slackLimits,
  );

  /** The thread that draws lives as long as it is needed: runs are far between. */
  async function messageOf({ title }: WatchedModel, report: DriftReport) {
    const renderer = createChartRenderer();
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const drawn = await draw(worstPictures(report), pictureIn(client, renderer), signal).catch(
        () => ({}),
      );
      return reportMessage(report, { title, ...drawn });
    } finally {
      await renderer.close();
    }
  }

  const putFigures = createPutFigures(config);
  const put = new Map<string, number>();
  let trouble: string | undefined;

  /** Nothing waits for it, and that it fails is said once for as long as it does so in the same way. */
  async function putOnce({ name: model, version }: WatchedModel, report: DriftReport) {
    const { at } = report;
    if (putFigures === undefined || put.get(model) === at) return;
    put.set(model, at);
    const run = runOf(report, { start: at, end: at }, version);
    try {
      await putFigures({ model, version, at, figures: publishedFigures(run) });
      if (trouble !== undefined) log.named('drift').info({}, 'CloudWatch takes the figures again');
      trouble = undefined;
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      const what = 'CloudWatch does not take the figures of models';
      if (reason !== trouble) log.named('drift').warn({ model, reason }, what);
      trouble = reason;
    }
  }

  return async (model, report) => {
    await putOnce(model, report);
    const { channel, name } = model;
    if (channel === undefined) return;
    if (token === '') {
      log.named('drift').info({ channel }, reportText(report));
      return;
    }
    const post = {
      id: `drift ${name} ${report.at}`,
      channel,
      since: report.at,
      message: () => messageOf(model, report),
    };
    await postUnlessThere({ client, limiter, lookup }, post, slackLimits);
  };
}
