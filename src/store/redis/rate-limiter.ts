import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { RateLimiter } from '../../engine/ports/delivery-store.ts';
import type { Keys } from './keys.ts';
import { script } from './script.ts';

/**
 * A token bucket as the time at which it will be full again (the generic cell rate algorithm): one
 * number, by the server's clock, that expires by itself when the bucket is full.
 */
const take = script(`
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local interval, capacity = tonumber(ARGV[1]), tonumber(ARGV[2])
  local fullAt = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
  local wait = fullAt + interval - now - interval * capacity
  if wait > 0 then return math.ceil(wait) end
  redis.call('SET', KEYS[1], fullAt + interval, 'PX', math.ceil(fullAt + interval - now))
  return 0
`);

const pause = script(`
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local interval, capacity, ms = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
  local fullAt = now + ms + interval * (capacity - 1)
  if fullAt > tonumber(redis.call('GET', KEYS[1]) or '0') then
    redis.call('SET', KEYS[1], fullAt, 'PX', math.ceil(fullAt - now))
  end
  return 0
`);

/** Rate limits that all replicas share, on Redis. */
export function createRedisRateLimiter(redis: Redis, keys: Keys): RateLimiter {
  return {
    async take({ key, capacity, perSecond }) {
      const answer = await take(redis, [keys.bucket(key)], [1000 / perSecond, capacity]);
      return z.number().parse(answer);
    },
    async pause({ key, capacity, perSecond }, ms) {
      await pause(redis, [keys.bucket(key)], [1000 / perSecond, capacity, ms]);
    },
  };
}
