import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConnectionOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { integrationSettings, type IntegrationSettings } from './config/integrations.ts';
import type { Config } from './config/load.ts';
import { OWN_LIMIT, type Adapter } from './delivery/adapter.ts';
import { createLogAdapter } from './delivery/log/send.ts';
import { createPagerDutyAdapter } from './delivery/pagerduty/send.ts';
import { createSlackClient } from './delivery/slack/client.ts';
import { createSlackAdapter, type SlackLimits } from './delivery/slack/send.ts';
import { createWebhookAdapter } from './delivery/webhook/send.ts';
import { createEngine, type EngineWatcher } from './engine/engine.ts';
import type { RateLimiter } from './engine/ports/delivery-store.ts';
import { startChat } from './handlers/chat.ts';
import { createIntake } from './intake/http.ts';
import type { Fetch } from './intake/sns/bounded-fetch.ts';
import { createCertificateStore } from './intake/sns/certificates.ts';
import { createConfirm } from './intake/sns/confirm.ts';
import { createSnsReceiver } from './intake/sns/receive.ts';
import { createBearerCheck } from './intake/webhooks/bearer-token.ts';
import { createAlertsReceiver } from './intake/webhooks/tocsin.ts';
import { deliver, type DeliveryReport } from './jobs/deliver.ts';
import { createDeliveryQueue, createDeliveryWorker } from './jobs/delivery-queue.ts';
import { startRelay } from './jobs/relay.ts';
import type { Integration, Policy } from './rules/policy.ts';
import { startEmbeddedRedis } from './store/embedded.ts';
import { connect, connectWaiting, type RedisAddress } from './store/redis/connect.ts';
import { createRedisDeliveryStore } from './store/redis/delivery-store.ts';
import { durabilityWarnings } from './store/redis/durability.ts';
import { createRedisEventStore } from './store/redis/event-store.ts';
import { createRedisInbox } from './store/redis/inbox.ts';
import { keysOf, queuePrefix } from './store/redis/keys.ts';
import { createRedisRateLimiter } from './store/redis/rate-limiter.ts';
import { readStats } from './store/redis/stats.ts';
import type { Log } from './telemetry/log.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';
import { createHealth } from './web/health.ts';

export const ROLES = ['intake', 'worker', 'chat', 'web'] as const;
export type Role = (typeof ROLES)[number];

export interface AppOptions {
  readonly config: Config;
  readonly policy: Policy;
  readonly log: Log;
  readonly roles: ReadonlySet<Role>;
  readonly version: string;
  /** What fetches SNS's certificates and confirms subscriptions; the demo and tests bring their own. */
  readonly fetchSns?: Fetch;
  readonly slackLimits?: SlackLimits;
}

export interface App {
  /** Where it listens, for example `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Takes nothing new in, finishes what is under way, and closes everything. */
  stop(): Promise<void>;
}

/** The installation's name in Redis. */
const INSTALLATION = 'tocsin';
/** How long requests under way may take when the bot stops, in milliseconds. */
const CLOSE_GRACE = 5_000;
/** A message id is remembered at least this long, in milliseconds. */
const REMEMBER_AT_LEAST = 24 * 60 * 60 * 1000;

/** Wires everything together and starts it. The only place that builds clients. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log, roles } = options;
  const closers: (() => Promise<unknown>)[] = [];
  const metrics = createMetrics();
  const closeAll = async (): Promise<void> => {
    for (const close of closers.toReversed()) await close();
  };

  try {
    const address = await openRedis(config, closers);
    const redis = connect(address, redisTrouble(log));
    closers.push(async () => redis.disconnect());
    await redis.ping();
    for (const warning of await durabilityWarnings(redis)) log.warn({}, warning);

    if (roles.has('worker')) await startWorker({ ...options, address, redis, metrics, closers });
    for (const warning of slackWarnings(config)) log.warn({}, warning);
    if (roles.has('chat') && config.slack.bot_token !== '' && config.slack.app_token !== '') {
      const chat = startChat({
        botToken: config.slack.bot_token,
        appToken: config.slack.app_token,
        apiUrl: config.slack.api_url,
        version: options.version,
        stats: () => readStats(redis, keysOf(INSTALLATION)),
        onError: (error) => log.named('chat').warn({ error }, 'Slack can not be listened to now'),
      });
      closers.push(chat.stop);
    }
    const server = await listen(
      createServer(handler({ ...options, redis, metrics })),
      config.http.listen,
    );
    closers.push(() => closeServer(server.server));
    return { url: server.url, stop: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** What a config of Slack can't do yet, or was perhaps not meant to leave out. */
function slackWarnings({ slack }: Config): readonly string[] {
  if (slack.bot_token === '') return [];
  if (slack.app_token === '') return ['slack.app_token is not set: /tocsin is not answered'];
  return slack.mode === 'http'
    ? ['slack.mode: http has no effect in this version: Socket Mode is used']
    : [];
}

interface Wiring extends AppOptions {
  readonly redis: Redis;
  readonly metrics: Metrics;
}

async function openRedis(
  config: Config,
  closers: (() => Promise<unknown>)[],
): Promise<RedisAddress> {
  if (config.redis.url !== '') return { url: config.redis.url };
  const embedded = await startEmbeddedRedis(config.data_dir);
  closers.push(() => embedded.stop());
  return { path: embedded.path };
}

/** The HTTP server's one handler: the intake's hot path first, then health and metrics. */
function handler(wiring: Wiring): Parameters<typeof createServer>[1] {
  const { config, redis, metrics, log, roles, fetchSns } = wiring;
  const rememberMs = Math.max(REMEMBER_AT_LEAST, 2 * config.intake.sns.max_age);
  const inbox = createRedisInbox(redis, keysOf(INSTALLATION), rememberMs);
  const fetch = fetchSns === undefined ? {} : { fetch: fetchSns };
  const intake = createIntake({
    sns: createSnsReceiver({
      inbox,
      certificates: createCertificateStore(fetch),
      confirm: createConfirm(fetch),
      topics: new Set(config.intake.sns.topics.map(({ arn }) => arn)),
      maxAgeMs: config.intake.sns.max_age,
      now: Date.now,
    }),
    alerts: createAlertsReceiver({ inbox, now: Date.now }),
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

interface WorkerWiring extends Wiring {
  readonly address: RedisAddress;
  readonly closers: (() => Promise<unknown>)[];
}

/** Engine, relay and delivery worker: what decides, and what carries it out. */
async function startWorker(wiring: WorkerWiring): Promise<void> {
  const { redis, address, closers, log, policy, metrics } = wiring;
  const keys = keysOf(INSTALLATION);
  const trouble = redisTrouble(log);
  const waiting = connectWaiting(address, trouble);
  const store = createRedisEventStore(redis, waiting, keys);
  await store.open();
  const deliveries = createRedisDeliveryStore(redis, keys);
  const adapters = createAdapters(wiring, createRedisRateLimiter(redis, keys));

  const connection: ConnectionOptions = connectionOf(address);
  const queueOptions = { connection, prefix: queuePrefix(INSTALLATION), onError: trouble };
  const queue = createDeliveryQueue(queueOptions);
  const relay = startRelay(deliveries, queue, trouble);
  const worker = createDeliveryWorker(
    (target) =>
      deliver(target, {
        store: deliveries,
        adapterOf: (integration) => adapters.get(integration),
        onReport: (report) => reportDelivery(report, wiring),
      }),
    {
      ...queueOptions,
      onFailed: (error, target) => log.named('delivery').error({ ...target, error }, 'failed'),
    },
  );
  const engine = createEngine(
    store,
    () => policy,
    watchEngine(log.named('rules'), metrics, () => relay.wake()),
  );
  void engine.run();
  closers.push(
    () => queue.close(),
    () => worker.close(),
    () => relay.stop(),
    async () => {
      const stopped = engine.stop();
      // It may be waiting for news, and without Redis would do so for ever.
      waiting.disconnect();
      await stopped;
    },
  );
}

function createAdapters(wiring: Wiring, limiter: RateLimiter): ReadonlyMap<string, Adapter> {
  const settings = integrationSettings(wiring.config);
  return new Map(
    [...wiring.policy.integrationsById.values()].map((integration) => [
      integration.id,
      createAdapter(integration, settings.get(integration.id), wiring, limiter),
    ]),
  );
}

function createAdapter(
  { receiver, sendResolved }: Integration,
  settings: IntegrationSettings | undefined,
  { config, log, policy, slackLimits }: Wiring,
  limiter: RateLimiter,
): Adapter {
  const delivery = log.named('delivery');
  const logOnly = createLogAdapter((context, message) => delivery.info(context, message));
  switch (settings?.kind) {
    case 'slack': {
      if (config.slack.bot_token === '') return logOnly;
      const client = createSlackClient(config.slack.bot_token, config.slack.api_url);
      return createSlackAdapter(client, limiter, settings, slackLimits);
    }
    case 'pagerduty': {
      if (settings.routing_key === '') return logOnly;
      const { events_url, ca_file } = config.pagerduty;
      return createPagerDutyAdapter(limiter, {
        routingKey: settings.routing_key,
        server: new URL(events_url).host,
        ...(ca_file !== undefined && { ca: readFileSync(ca_file, 'utf8') }),
        repage: [...policy.routesById.values()].some(
          (route) => route.repage && route.receiver === receiver,
        ),
      });
    }
    case 'webhook':
      return createWebhookAdapter({ url: settings.url, receiver, sendResolved });
    case 'email':
    case undefined:
      return logOnly;
  }
}

/** Decisions worth a line each; what came in has one from the intake, what went out from delivery. */
const LOUD: ReadonlySet<string> = new Set(['notify', 'ignored']);

/** Logs and counts what the rules decide. */
function watchEngine(log: Log, metrics: Metrics, onEffects: () => void): EngineWatcher {
  return {
    onEffects,
    onDecision(event, reasons) {
      if (event.type === 'signals') {
        for (const { source, status } of event.signals) metrics.signal({ source, status });
      }
      for (const { traceId, ...reason } of reasons) {
        metrics.decision(reason);
        const trace_id = event.type === 'flush' ? traceId : event.traceId;
        const line = { ...(trace_id !== undefined && { trace_id }), ...reason };
        if (LOUD.has(reason.decision)) log.info(line, reason.decision);
        else log.debug(line, reason.decision);
      }
    },
    onError(error, event) {
      log.error({ error, event: event?.type }, 'the engine failed');
    },
  };
}

function reportDelivery(report: DeliveryReport, { metrics, log, policy }: Wiring): void {
  const { target, traceId, outcome, callMs, latencyMs, ...rest } = report;
  const kind = policy.integrationsById.get(target.integration)?.kind ?? 'unknown';
  metrics.delivery({
    integration: kind,
    outcome,
    callSeconds: callMs / 1000,
    ...(latencyMs !== undefined && { latencySeconds: latencyMs / 1000 }),
  });
  const context = { trace_id: traceId, ...target, call_ms: Math.round(callMs), ...rest };
  const delivery = log.named('delivery');
  if (outcome === 'reject') delivery.error(context, 'rejected');
  else if (outcome === 'retry' && rest.why === OWN_LIMIT) delivery.debug(context, 'waits its turn');
  else if (outcome === 'retry') delivery.warn(context, 'to be tried again');
  else delivery.info(context, 'delivered');
}

function redisTrouble(log: Log): (error: unknown) => void {
  const store = log.named('store');
  return (error) => store.error({ error }, 'trouble with Redis');
}

/** BullMQ opens its own connections; blocking ones must wait for ever. */
function connectionOf(address: RedisAddress): ConnectionOptions {
  return 'url' in address
    ? { url: address.url, maxRetriesPerRequest: null }
    : { path: address.path, maxRetriesPerRequest: null };
}

async function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly server: Server; readonly url: string }> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = isAddressInfo(address) ? address.port : port;
  return { server, url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}` };
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // A request that never ends must not keep the bot from stopping.
    setTimeout(() => server.closeAllConnections(), CLOSE_GRACE).unref();
  });
}
