import type { Redis } from 'ioredis';
import type { RequestListener } from 'node:http';
import { placeIn } from '../alert/place-name.ts';
import type { Inbox } from '../engine/ports/inbox.ts';
import { modelEndpoints } from '../intake/models/endpoints.ts';
import { pagerDutyEndpoint } from '../intake/pagerduty/endpoint.ts';
import { createIntake } from '../intake/http.ts';
import { recordedEndpoint } from '../intake/recording/recorded-endpoint.ts';
import type { Recorder } from '../intake/recording/recorder.ts';
import { createCertificateStore } from '../intake/sns/certificates.ts';
import { createConfirm } from '../intake/sns/confirm.ts';
import { snsEndpoint } from '../intake/sns/endpoint.ts';
import { webhookEndpoints } from '../intake/webhooks/endpoints.ts';
import { readStats } from '../store/redis/stats.ts';
import { createRedisTroubles } from '../store/redis/troubles.ts';
import { createHealth, type Details } from '../web/health.ts';
import { auditTrail } from './audit.ts';
import { createRedisPredictions } from '../store/redis/predictions.ts';
import { createRedisPagerDutyIncidents } from '../store/redis/pagerduty-incidents.ts';
import { createRedisRateLimiter } from '../store/redis/rate-limiter.ts';
import { modelQuality, predictingModels } from './models/model-quality.ts';
import { createPages } from './pages.ts';
import { modelFigures } from './models/model-figures.ts';
import { qualityFigures } from './models/quality-figures.ts';
import { pagerDutyKeys } from './pagerduty.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** The HTTP server's one handler: the intake's hot path first, then health and metrics, then pages. */
export function createRequests(
  wiring: Wiring,
  inbox: Inbox,
  recorder: Recorder | undefined,
): RequestListener {
  const { config, redis, clock, metrics, log, roles, fetchSns } = wiring;
  const fetch = fetchSns === undefined ? {} : { fetch: fetchSns };
  const { sns, webhooks } = config.intake;
  const now = clock.now;
  const endpoints = [
    snsEndpoint({
      inbox,
      certificates: createCertificateStore(fetch),
      confirm: createConfirm(fetch),
      topics: new Set(sns.topics.map(({ arn }) => arn)),
      maxAgeMs: sns.max_age,
      rawSecret: sns.raw_secret,
      now,
    }),
    ...webhookEndpoints(webhooks, { inbox, now }),
    pagerDutyEndpoint(webhooks.pagerduty, {
      inbox,
      now,
      pagerDutyIncidents: createRedisPagerDutyIncidents(redis, KEYS),
      keysOf: pagerDutyKeys(config, createRedisRateLimiter(redis, KEYS)),
    }),
  ];
  const ofModels = modelEndpoints(predictingModels(config), webhooks.models, {
    predictions: createRedisPredictions(redis, KEYS, now),
    now,
    onNew: metrics.predicted,
  });
  const intake = createIntake({
    // What models say of people is in no recording: that is of messages about alerts.
    endpoints: [
      ...endpoints.map((one) => (recorder === undefined ? one : recordedEndpoint(one, recorder))),
      ...ofModels,
    ],
    log: log.named('intake'),
    audit: auditTrail(wiring),
    onRequest: ({ endpoint, status }) => metrics.request({ endpoint, status }),
  });
  const health = createHealth({
    dependencies: [{ name: 'redis', check: () => checkRedis(redis) }],
    details: () => readDetails(redis),
    exposeMetrics: async () => {
      const troubles = await createRedisTroubles(redis, KEYS)
        .all()
        .catch(() => undefined);
      if (troubles !== undefined)
        metrics.failing([...troubles.keys()].map((id) => placeIn(id).kind));
      const models = await modelFigures(config, redis).catch(() => undefined);
      if (models !== undefined) metrics.models(models);
      const data = await qualityFigures(config, redis).catch(() => undefined);
      if (data !== undefined) metrics.dataSets(data);
      const quality = await modelQuality(config, redis).catch(() => undefined);
      if (quality !== undefined) metrics.measured(quality);
      return metrics.expose();
    },
  });
  const pages = createPages(wiring);
  const web = log.named('web');
  return (req, res) => {
    if (roles.has('intake') && intake(req, res)) return;
    if (health(req, res) || pages(req, res)) return;
    const reason = 'there is nothing here';
    res.writeHead(404, { 'content-type': 'text/plain' }).end(`${reason}\n`);
    // A sender with a mistyped address must be found; a query may hold what no log should.
    const path = req.url?.split('?', 1)[0]?.slice(0, 200);
    web.info({ method: req.method, path, status: 404, reason }, 'refused');
  };
}

async function readDetails(redis: Redis): Promise<Details> {
  const [waiting, troubles] = await Promise.all([
    readStats(redis, KEYS),
    createRedisTroubles(redis, KEYS).all(),
  ]);
  const failing = [...troubles].map(([integration, { since, why, diagnosis }]) => ({
    integration,
    since: new Date(since).toISOString(),
    why: diagnosis?.problem ?? why,
  }));
  return { waiting, failing };
}

/** What went wrong stands in the log; whoever asks needs to know that it did. */
async function checkRedis(redis: Redis): Promise<void> {
  try {
    await redis.ping();
  } catch (error) {
    throw new Error('can not be reached', { cause: error });
  }
}
