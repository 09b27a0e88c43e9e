import type { Redis } from 'ioredis';
import type { Group, Member, Told } from '../../alert/group.ts';
import type { Groups } from '../../engine/ports/groups.ts';
import type { Keys } from './keys.ts';
import { decode, decodeHash } from './record.ts';

const AT_ONCE = 1_000;

/** The groups on Redis, to look at. */
export function createRedisGroups(redis: Redis, keys: Keys): Groups {
  return {
    async *list() {
      const all = await redis.smembers(keys.groups);
      for (let from = 0; from < all.length; from += AT_ONCE) {
        const texts = await redis.mget(all.slice(from, from + AT_ONCE).map(keys.group));
        for (const text of texts) {
          const { value } = decode<Group>(text);
          // It may have closed meanwhile.
          if (value !== undefined) yield value;
        }
      }
    },

    async find(key) {
      const [text, members, told] = await Promise.all([
        redis.get(keys.group(key)),
        redis.hgetall(keys.members(key)),
        redis.hgetall(keys.told(key)),
      ]);
      const { value: group } = decode<Group>(text);
      if (group === undefined) return undefined;
      return { group, members: decodeHash<Member>(members), told: decodeHash<Told>(told) };
    },
  };
}
