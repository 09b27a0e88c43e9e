import { createSources } from './app/cloudwatch.ts';
import { createInbox } from './app/inbox.ts';
import { startQueues } from './app/queues.ts';
import { startReconciling } from './app/reconcile.ts';
import { startRecording } from './app/recordings.ts';
import { createRequests } from './app/requests.ts';
import { startServer } from './app/server.ts';
import { redisTrouble } from './app/watch.ts';
import { prepareWorker } from './app/worker.ts';
import { startWarnings } from './app/warnings.ts';
import { KEYS, type AppOptions, type Wiring } from './app/wiring.ts';
import type { Config } from './config/load.ts';
import { startChat } from './handlers/chat.ts';
import { startEmbeddedRedis } from './store/embedded.ts';
import { startRedisClock } from './store/redis/clock.ts';
import { connect, type RedisAddress } from './store/redis/connect.ts';
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
  const trouble = redisTrouble(log);
  const closers: Wiring['closers'] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.toReversed()) await close();
  };

  try {
    const address = await openRedis(config, closers);
    const redis = connect(address, trouble);
    closers.push(async () => redis.disconnect());
    const clock = await startRedisClock(redis);
    closers.push(async () => clock.stop());

    const metrics = createMetrics();
    const wiring = { ...options, address, redis, clock, metrics, trouble, closers };
    const sources = createSources(config);
    const inbox = createInbox(wiring, sources);
    const work = roles.has('worker') ? await prepareWorker(wiring) : undefined;
    if (roles.has('chat')) startListening(wiring);
    const recorder = roles.has('intake') ? startRecording(wiring) : undefined;
    if (roles.has('intake')) startQueues(wiring, inbox, recorder);
    const requests = createRequests(wiring, inbox, recorder);
    const server = await startServer(requests, config.http.listen);
    closers.push(() => server.close());
    if (work !== undefined) {
      await work();
      startReconciling(wiring, sources, inbox);
    }
    const warned = warn(wiring);
    closers.push(() => warned);
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

/** Says what people may not have meant, while the bot is at work already. */
async function warn({ config, policy, redis, log, trouble }: Wiring): Promise<void> {
  try {
    for await (const warning of startWarnings(config, policy, redis)) log.warn({}, warning);
  } catch (error) {
    trouble(error);
  }
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
