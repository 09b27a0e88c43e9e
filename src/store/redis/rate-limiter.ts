import type { Redis } from 'ioredis';
import { z } from 'zod';
import { SEVERITIES } from '../../alert/severity.ts';
import { TURN_KEPT_FOR, type RateLimiter } from '../../engine/ports/delivery-store.ts';
import type { Keys } from './keys.ts';
import { script } from './script.ts';

/** More than any time in milliseconds: a severity's rank outweighs who came last. */
const RANK = 1e13;

/**
 * A token bucket as the time at which it will be full again (the generic cell rate algorithm): one
 * number, by the server's clock, that expires by itself when the bucket is full. Who has to wait is
 * told to come back when it is their turn, so a thousand that wait are not a thousand that ask.
 */
const take = script(`
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local interval, capacity, id, rank = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
  for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now)) do
    redis.call('ZREM', KEYS[2], gone)
    redis.call('ZREM', KEYS[3], gone)
  end
  redis.call('ZADD', KEYS[2], 'NX', rank * ${RANK} - now, id)
  local ahead = redis.call('ZRANK', KEYS[2], id)
  local fullAt = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
  local wait = fullAt + interval * (ahead + 1) - now - interval * capacity
  if wait > 0 then
    redis.call('ZADD', KEYS[3], now + wait + ${TURN_KEPT_FOR}, id)
    redis.call('PEXPIRE', KEYS[2], math.ceil(wait) + 2 * ${TURN_KEPT_FOR})
    redis.call('PEXPIRE', KEYS[3], math.ceil(wait) + 2 * ${TURN_KEPT_FOR})
    return math.ceil(wait)
  end
  redis.call('ZREM', KEYS[2], id)
  redis.call('ZREM', KEYS[3], id)
  redis.call('SET', KEYS[1], fullAt + interval, 'PX', math.ceil(fullAt + interval - now))
  return 0
`);

const takeSpare = script(`
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local interval, capacity = tonumber(ARGV[1]), tonumber(ARGV[2])
  if redis.call('ZCOUNT', KEYS[2], '(' .. now, '+inf') > 0 then return 0 end
  local fullAt = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now) + interval
  if fullAt - now > interval * capacity / 2 then return 0 end
  redis.call('SET', KEYS[1], fullAt, 'PX', math.ceil(fullAt - now))
  return 1
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
    async take({ key, capacity, perSecond }, { id, severity }) {
      const answer = await take(
        redis,
        [keys.bucket(key), keys.line(key), keys.turns(key)],
        [1000 / perSecond, capacity, id, SEVERITIES.indexOf(severity)],
      );
      return z.number().parse(answer);
    },
    async takeSpare({ key, capacity, perSecond }) {
      const names = [keys.bucket(key), keys.turns(key)];
      return (await takeSpare(redis, names, [1000 / perSecond, capacity])) === 1;
    },
    async pause({ key, capacity, perSecond }, ms) {
      await pause(redis, [keys.bucket(key)], [1000 / perSecond, capacity, ms]);
    },
  };
}
