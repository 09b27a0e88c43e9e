import type { Redis } from 'ioredis';
import { startQueues } from './app/queues.ts';
import { createRequests } from './app/requests.ts';
import { startServer } from './app/server.ts';
import { redisTrouble } from './app/watch.ts';
import { startWorker } from './app/worker.ts';
import { KEYS, type AppOptions, type Wiring } from './app/wiring.ts';
import type { Config } from './config/load.ts';
import { startChat } from './handlers/chat.ts';
import { startEmbeddedRedis } from './store/embedded.ts';
import { startRedisClock } from './store/redis/clock.ts';
import { connect, type RedisAddress } from './store/redis/connect.ts';
import { durabilityWarnings } from './store/redis/durability.ts';
import { readStats } from './store/redis/stats.ts';
import { createMetrics } from './telemetry/metrics.ts';

export { ROLES, type AppOptions, type Role } from './app/wiring.ts';

export interface App {
  /** Where it listens, for example `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Takes nothing new in, finishes what is under way, and closes everything. */
  stop(): Promise<void>;
}

/** Wires everything together and starts it. Here and in `app/` clients are built, nowhere else. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log, roles } = options;
  const closers: Wiring['closers'] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.toReversed()) await close();
  };

  try {
    const address = await openRedis(config, closers);
    const redis = connect(address, redisTrouble(log));
    closers.push(async () => redis.disconnect());
    const clock = await startRedisClock(redis);
    closers.push(async () => clock.stop());
    await warn(options, redis);

    const wiring = { ...options, address, redis, clock, metrics: createMetrics(), closers };
    if (roles.has('worker')) await startWorker(wiring);
    if (roles.has('chat')) startListening(wiring);
    if (roles.has('intake')) startQueues(wiring);
    const server = await startServer(createRequests(wiring), config.http.listen);
    closers.push(() => server.close());
    return { url: server.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openRedis(config: Config, closers: Wiring['closers']): Promise<RedisAddress> {
  if (config.redis.url !== '') return { url: config.redis.url };
  const embedded = await startEmbeddedRedis(config.data_dir);
  closers.push(() => embedded.stop());
  return { path: embedded.path };
}

/** Says what people may not have meant. */
async function warn({ config, log }: AppOptions, redis: Redis): Promise<void> {
  const warnings = [...(await durabilityWarnings(redis)), ...slackWarnings(config)];
  for (const warning of warnings) log.warn({}, warning);
}

/** What a config of Slack can't do yet, or was perhaps not meant to leave out. */
function slackWarnings({ slack }: Config): readonly string[] {
  if (slack.bot_token === '') return [];
  if (slack.app_token === '') return ['slack.app_token is not set: /tocsin is not answered'];
  return slack.mode === 'http'
    ? ['slack.mode: http has no effect in this version: Socket Mode is used']
    : [];
}

/** Listens to what people say in Slack. */
function startListening({ config, version, redis, log, closers }: Wiring): void {
  const { bot_token: botToken, app_token: appToken, api_url: apiUrl } = config.slack;
  if (botToken === '' || appToken === '') return;
  const chat = startChat({
    botToken,
    appToken,
    apiUrl,
    version,
    stats: () => readStats(redis, KEYS),
    onError: (error) => log.named('chat').warn({ error }, 'Slack can not be listened to now'),
  });
  closers.push(chat.stop);
}
