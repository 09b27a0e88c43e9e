import type { Redis } from 'ioredis';
import { z } from 'zod';
import { TURN_LASTS, type Turns } from '../../engine/ports/turns.ts';
import type { Keys } from './keys.ts';
import { script } from './script.ts';

const take = script(`
  local due = redis.call('PTTL', KEYS[2])
  if ARGV[2] == '0' and due > 0 then return due end
  if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ${TURN_LASTS}) then return 0 end
  return math.max(1, redis.call('PTTL', KEYS[1]))
`);

const renew = script(`
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('PEXPIRE', KEYS[1], ${TURN_LASTS})
`);

const end = script(`
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  redis.call('DEL', KEYS[1])
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[2])
  return 1
`);

/** Turns that all replicas share, on Redis: a lock that expires, and a key that lives until the next is due. */
export function createRedisTurns(redis: Redis, keys: Keys): Turns {
  return {
    async take(work, token, { evenIfNotDue = false } = {}) {
      const answer = await take(
        redis,
        [keys.turn(work), keys.nextTurn(work)],
        [token, evenIfNotDue ? 1 : 0],
      );
      return z.number().parse(answer);
    },
    renew: async (work, token) => (await renew(redis, [keys.turn(work)], [token])) === 1,
    async end(work, token, nextInMs) {
      await end(redis, [keys.turn(work), keys.nextTurn(work)], [token, Math.ceil(nextInMs)]);
    },
  };
}
