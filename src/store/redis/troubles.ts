import type { Redis } from 'ioredis';
import {
  withFailure,
  type Raised,
  type Trouble,
  type Troubles,
} from '../../engine/ports/troubles.ts';
import type { Keys } from './keys.ts';
import { decodeHash } from './record.ts';

/** Which integrations fail, on Redis. */
export function createRedisTroubles(redis: Redis, keys: Keys): Troubles {
  return {
    async fails(integration, failure) {
      const text = await redis.hget(keys.troubles, integration);
      const trouble = withFailure(text === null ? undefined : JSON.parse(text), failure);
      await redis.hset(keys.troubles, integration, JSON.stringify(trouble));
      return trouble;
    },
    works: async (integration) => void (await redis.hdel(keys.troubles, integration)),
    all: async () => decodeHash<Trouble>(await redis.hgetall(keys.troubles)),
    raised: async () => decodeHash<Raised>(await redis.hgetall(keys.raised)),
    async keepRaised(about, one) {
      if (one === undefined) await redis.hdel(keys.raised, about);
      else await redis.hset(keys.raised, about, JSON.stringify(one));
    },
  };
}
