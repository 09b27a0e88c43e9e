import { startListening } from './app/chat.ts';
import { createGeneration } from './app/generation.ts';
import { startReloading } from './app/reload.ts';
import { createLiveLibrary } from './app/runbooks/live-library.ts';
import { startServer } from './app/server.ts';
import { redisTrouble } from './app/watch.ts';
import { prepareWorker } from './app/worker.ts';
import { type AppOptions, type Wiring } from './app/wiring.ts';
import type { Config } from './config/load.ts';
import { startEmbeddedRedis } from './store/embedded.ts';
import { startRedisClock } from './store/redis/clock.ts';
import { connect, type RedisAddress } from './store/redis/connect.ts';
import { createMetrics } from './telemetry/metrics.ts';

export { ROLES, type AppOptions, type Role } from './app/wiring.ts';

export interface App {
  /** Where it listens, for example `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Reads the config's file again, and goes over to it if it is in order; the log says how it went. */
  reload(): Promise<void>;
  /** Takes nothing new in, finishes what is under way, and closes everything. */
  stop(): Promise<void>;
}

/** Wires everything together and starts it. Here and in `app/` clients are built, nowhere else. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log, roles, readConfig } = options;
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
    const library = createLiveLibrary({
      dirs: config.runbooks.dirs,
      base: options.folder ?? '.',
      log: log.named('runbooks'),
    });
    closers.push(() => library.close());
    const wiring = { ...options, address, redis, clock, metrics, library, trouble, closers };
    let generation = createGeneration(wiring);
    closers.push(() => generation.stop());
    const worker = roles.has('worker') ? await prepareWorker(wiring) : undefined;
    const slackDoor = roles.has('chat') ? startListening(wiring) : () => false;
    const listen = config.http.listen;
    const server = await startServer((req, res) => {
      if (!slackDoor(req, res)) generation.requests(req, res);
    }, listen);
    closers.push(() => server.close());
    const reloading = startReloading({
      wiring,
      readConfig: readConfig ?? (() => ({ ...options, problems: [] })),
      worker,
      replace(next) {
        const before = generation;
        generation = next;
        return before;
      },
    });
    closers.push(async () => reloading.stop());
    generation.startQueues();
    await worker?.start();
    generation.startChecks();
    metrics.configRead({ successful: true });
    return { url: server.url, reload: reloading.reload, stop };
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
