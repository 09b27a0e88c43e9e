import type { Config } from '../config/load.ts';
import type { DeadLetters } from '../engine/ports/dead-letters.ts';
import { findEmbeddedRedis } from '../store/embedded-socket.ts';
import { startRedisClock } from '../store/redis/clock.ts';
import { connect, type RedisAddress } from '../store/redis/connect.ts';
import { createRedisDeadLetters } from '../store/redis/dead-letters.ts';
import { rememberMs } from './inbox.ts';
import { KEYS } from './wiring.ts';

export type { DeadLetters, KeptLetter } from '../engine/ports/dead-letters.ts';

export interface OpenDeadLetters {
  readonly letters: DeadLetters;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  close(): void;
}

/**
 * The dead-letter list of the bot that a config describes.
 *
 * @throws Error in words for people when its Redis can't be reached
 */
export async function openDeadLetters(config: Config): Promise<OpenDeadLetters> {
  let trouble = 'it does not answer';
  const redis = connect(await addressOf(config), (error) => (trouble = error.message));
  try {
    const clock = await startRedisClock(redis);
    return {
      letters: createRedisDeadLetters(redis, KEYS, rememberMs(config)),
      now: clock.now,
      close() {
        clock.stop();
        redis.disconnect();
      },
    };
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
