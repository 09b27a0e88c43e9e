import type { Redis } from 'ioredis';
import type { ChannelIds } from '../../engine/ports/channel-ids.ts';
import type { Keys } from './keys.ts';

/** The ids of channels, on Redis. */
export function createRedisChannelIds(redis: Redis, keys: Keys): ChannelIds {
  return {
    idOf: async (name) => (await redis.hget(keys.channelIds, name)) ?? undefined,
    keep: async (name, id) => void (await redis.hset(keys.channelIds, name, id)),
  };
}
