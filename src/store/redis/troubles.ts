import type { Redis } from 'ioredis';
import {
  withFailure,
  type Raised,
  type Trouble,
  type Troubles,
} from '../../engine/ports/troubles.ts';
import type { Keys } from './keys.ts';
import { script } from './script.ts';
import { decodeHash } from './record.ts';
import { together } from './together.ts';

/** Integrations of which it is said in one call that they work. */
const AT_ONCE = 256;

const endUnlessReached = script(`
  local known = redis.call('HGET', KEYS[1], ARGV[1])
  if not known then return 0 end
  local diagnosis = cjson.decode(known).diagnosis
  if diagnosis and diagnosis.isReached then return 0 end
  return redis.call('HDEL', KEYS[1], ARGV[1])
`);

/** Which integrations fail, on Redis. */
export function createRedisTroubles(redis: Redis, keys: Keys): Troubles {
  const end = together(AT_ONCE, async (integrations: readonly string[]) => {
    await redis.hdel(keys.troubles, ...new Set(integrations));
    return integrations;
  });

  return {
    async fails(integration, failure) {
      const text = await redis.hget(keys.troubles, integration);
      const trouble = withFailure(text === null ? undefined : JSON.parse(text), failure);
      await redis.hset(keys.troubles, integration, JSON.stringify(trouble));
      return trouble;
    },
    async works(integration, took) {
      if (took === 'post') await end(integration);
      else await endUnlessReached(redis, [keys.troubles], [integration]);
    },
    forget: async (integration) => void (await redis.hdel(keys.troubles, integration)),
    all: async () => decodeHash<Trouble>(await redis.hgetall(keys.troubles)),
    raised: async () => decodeHash<Raised>(await redis.hgetall(keys.raised)),
    async keepRaised(about, one) {
      if (one === undefined) await redis.hdel(keys.raised, about);
      else await redis.hset(keys.raised, about, JSON.stringify(one));
    },
  };
}
