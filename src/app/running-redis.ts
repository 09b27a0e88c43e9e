import type { Redis } from 'ioredis';
import type { Config } from '../config/load.ts';
import { findEmbeddedRedis } from '../store/embedded-socket.ts';
import { connect, type RedisAddress } from '../store/redis/connect.ts';

/**
 * A connection to the Redis of the bot that a config describes, for commands that look into it.
 *
 * @throws Error in words for people when it can't be reached
 */
export async function connectRunning(config: Config): Promise<Redis> {
  let trouble = 'it does not answer';
  const redis = connect(await addressOf(config), (error) => (trouble = error.message));
  try {
    await redis.ping();
    return redis;
  } catch (error) {
    redis.disconnect();
    throw new Error(`Redis can't be reached (${trouble}): see redis.url in the config`, {
      cause: error,
    });
  }
}

async function addressOf({ redis, data_dir: dataDir }: Config): Promise<RedisAddress> {
  if (redis.url !== '') return { url: redis.url };
  const path = await findEmbeddedRedis(dataDir);
  if (path !== undefined) return { path };
  throw new Error(
    `no bot runs with the data folder ${dataDir}: start it with \`tocsin start\`, name its config with --config, or set redis.url if it uses a Redis of yours`,
  );
}
