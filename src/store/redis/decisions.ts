import type { Redis } from 'ioredis';
import {
  DECISIONS_KEPT,
  DECISIONS_KEPT_FOR,
  type Decision,
  type Decisions,
} from '../../engine/ports/decisions.ts';
import type { Keys } from './keys.ts';

/** Decisions on Redis: a short list a group. */
export function createRedisDecisions(redis: Redis, keys: Keys): Decisions {
  return {
    async append(group, decisions) {
      const key = keys.decisions(group);
      const texts = decisions.map((decision) => JSON.stringify(decision));
      await redis
        .multi()
        .rpush(key, ...texts)
        .ltrim(key, -DECISIONS_KEPT, '-1')
        .pexpire(key, DECISIONS_KEPT_FOR)
        .exec();
    },

    async of(group) {
      const texts = await redis.lrange(keys.decisions(group), 0, '-1');
      // Written by us alone, so trusted.
      return texts.map((text): Decision => JSON.parse(text));
    },
  };
}
