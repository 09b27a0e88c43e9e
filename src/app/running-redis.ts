import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Redis } from 'ioredis';
import type { Config } from '../config/load.ts';
import { findEmbeddedRedis, redisFolder } from '../store/embedded-socket.ts';
import { connect, type RedisAddress } from '../store/redis/connect.ts';

/**
 * A connection to the Redis of the bot that a config describes, for commands that look into it.
 *
 * @throws Error in words for people when it can't be reached
 */
export async function connectRunning(config: Config): Promise<Redis> {
  let trouble = 'it gives no answer';
  const redis = connect(await addressOf(config), (error) => (trouble = error.message));
  try {
    await redis.ping();
    return redis;
  } catch (error) {
    redis.disconnect();
    throw new Error(unreachable(config, trouble), { cause: error });
  }
}

async function addressOf({ redis, data_dir: dataDir }: Config): Promise<RedisAddress> {
  if (redis.url !== '') return { url: redis.url };
  const path = await findEmbeddedRedis(dataDir);
  if (path !== undefined) return { path };
  const folder = resolve(dataDir);
  throw new Error(
    existsSync(redisFolder(dataDir))
      ? `the bot with the data folder ${folder} does not run, and what it keeps lies in there: start it with \`tocsin start\` and ask again`
      : `no bot runs with the data folder ${folder}: start it with \`tocsin start\`, name its config with --config, or set redis.url if it uses a Redis of yours`,
  );
}

function unreachable({ redis, data_dir: dataDir }: Config, trouble: string): string {
  if (redis.url !== '') return `Redis can't be reached (${trouble}): see redis.url in the config`;
  const log = join(redisFolder(dataDir), 'redis.log');
  return `the Redis of the bot with the data folder ${resolve(dataDir)} does not answer (${trouble}): it may be starting or stopping, so ask again; if that does not help see ${log}`;
}
