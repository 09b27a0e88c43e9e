import type { RequestListener } from 'node:http';
import { createIntake } from '../intake/http.ts';
import { createCertificateStore } from '../intake/sns/certificates.ts';
import { createConfirm } from '../intake/sns/confirm.ts';
import { snsEndpoint } from '../intake/sns/endpoint.ts';
import { webhookEndpoints } from '../intake/webhooks/endpoints.ts';
import { createRedisInbox } from '../store/redis/inbox.ts';
import { createHealth } from '../web/health.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** A message id is remembered at least this long, in milliseconds. */
const REMEMBER_AT_LEAST = 24 * 60 * 60 * 1000;

/** The HTTP server's one handler: the intake's hot path first, then health and metrics. */
export function createRequests(wiring: Wiring): RequestListener {
  const { config, redis, clock, metrics, log, roles, fetchSns } = wiring;
  const rememberMs = Math.max(REMEMBER_AT_LEAST, 2 * config.intake.sns.max_age);
  const inbox = createRedisInbox(redis, KEYS, rememberMs);
  const fetch = fetchSns === undefined ? {} : { fetch: fetchSns };
  const { sns, webhooks } = config.intake;
  const now = clock.now;
  const intake = createIntake({
    endpoints: [
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
    ],
    log: log.named('intake'),
    audit: log.named('audit'),
    onRequest: ({ endpoint, status }) => metrics.request({ endpoint, status }),
  });
  const health = createHealth({
    dependencies: [{ name: 'redis', check: async () => void (await redis.ping()) }],
    exposeMetrics: () => metrics.expose(),
  });
  const web = log.named('web');
  return (req, res) => {
    if (roles.has('intake') && intake(req, res)) return;
    if (health(req, res)) return;
    const reason = 'there is nothing here';
    res.writeHead(404, { 'content-type': 'text/plain' }).end(`${reason}\n`);
    // A sender with a mistyped address must be found; a query may hold what no log should.
    const path = req.url?.split('?', 1)[0]?.slice(0, 200);
    web.info({ method: req.method, path, status: 404, reason }, 'refused');
  };
}
