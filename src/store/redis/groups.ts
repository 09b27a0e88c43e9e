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
      const seen = new Set<string>();
      let cursor = '0';
      do {
        const [next, names] = await redis.scan(cursor, 'MATCH', keys.group('*'), 'COUNT', AT_ONCE);
        cursor = next;
        // A scan may come by one key twice.
        const unseen = names.filter((name) => !seen.has(name) && seen.add(name));
        const texts = unseen.length === 0 ? [] : await redis.mget(unseen);
        for (const text of texts) {
          const { value } = decode<Group>(text);
          if (value !== undefined) yield value;
        }
      } while (cursor !== '0');
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
