import type { Redis } from 'ioredis';
import type { KnownDuties } from '../../engine/ports/on-call.ts';
import type { Keys } from './keys.ts';

/** Who was last known to be on call, on Redis. */
export function createRedisKnownDuties(redis: Redis, keys: Keys): KnownDuties {
  return {
    async last(schedule) {
      const text = await redis.hget(keys.knownDuties, schedule);
      return text === null ? undefined : JSON.parse(text);
    },
    async keep(schedule, duties) {
      await redis.hset(keys.knownDuties, schedule, JSON.stringify(duties));
    },
  };
}
