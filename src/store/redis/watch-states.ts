import type { Redis } from 'ioredis';
import type { WatchState, WatchStates } from '../../engine/ports/watch-states.ts';
import type { Keys } from './keys.ts';
import { decodeHash } from './record.ts';

/** How the watch rules stand, on Redis: a hash by name. */
export function createRedisWatchStates(redis: Redis, { watch }: Pick<Keys, 'watch'>): WatchStates {
  return {
    all: async () => decodeHash<WatchState>(await redis.hgetall(watch)),
    put: async (rule, state) => void (await redis.hset(watch, rule, JSON.stringify(state))),
    forget: async (rule) => void (await redis.hdel(watch, rule)),
  };
}
