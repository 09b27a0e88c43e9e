import type { RequestListener } from 'node:http';
import { createIntake } from '../intake/http.ts';
import { createCertificateStore } from '../intake/sns/certificates.ts';
import { createConfirm } from '../intake/sns/confirm.ts';
import { createSnsReceiver } from '../intake/sns/receive.ts';
import { createBearerCheck } from '../intake/webhooks/bearer-token.ts';
import { createAlertsReceiver } from '../intake/webhooks/tocsin.ts';
import { createHealth } from '../web/health.ts';
import { createInbox } from './inbox.ts';
import type { Wiring } from './wiring.ts';

/** The HTTP server's one handler: the intake's hot path first, then health and metrics. */
export function createRequests(wiring: Wiring): RequestListener {
  const { config, redis, clock, metrics, log, roles, fetchSns } = wiring;
  const inbox = createInbox(wiring);
  const fetch = fetchSns === undefined ? {} : { fetch: fetchSns };
  const intake = createIntake({
    sns: createSnsReceiver({
      inbox,
      certificates: createCertificateStore(fetch),
      confirm: createConfirm(fetch),
      topics: new Set(config.intake.sns.topics.map(({ arn }) => arn)),
      maxAgeMs: config.intake.sns.max_age,
      now: clock.now,
    }),
    alerts: createAlertsReceiver({ inbox, now: clock.now }),
    mayPostAlerts: createBearerCheck(config.intake.webhooks.tocsin?.token),
    log: log.named('intake'),
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
