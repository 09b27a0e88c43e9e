import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Deed } from '../../engine/ports/audit.ts';
import {
  walkAbout,
  WALKS_KEPT_FOR,
  type Walk,
  type Walks,
  type WalkTold,
} from '../../engine/ports/walks.ts';
import { auditCommand } from './audit-command.ts';
import type { Keys } from './keys.ts';
import { decode, encode } from './record.ts';
import { script } from './script.ts';

/** So many old ones are dropped when one is begun. */
const DROPPED = 100;

/**
 * Writes a walk and its deed; says which other one about the same is open. KEYS: all, open, untold, order, last, told,
 * audit, of its group, of its incident. ARGV: id, walk, whether it is open, when it was touched, when it was begun, the
 * deed's command, what it is about.
 */
const WRITE = `
  local function other()
    local last = redis.call('HGET', KEYS[5], ARGV[7])
    if ARGV[3] == '1' and last and last ~= ARGV[1] and redis.call('ZSCORE', KEYS[2], last) then return last end
  end
  local function write()
    redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
    if ARGV[3] == '1' then
      redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
      redis.call('HSET', KEYS[5], ARGV[7], ARGV[1])
    else
      redis.call('ZREM', KEYS[2], ARGV[1])
      if redis.call('HGET', KEYS[5], ARGV[7]) == ARGV[1] then redis.call('HDEL', KEYS[5], ARGV[7]) end
    end
    redis.call('SADD', KEYS[3], ARGV[1])
    redis.call(unpack(cjson.decode(ARGV[6])))
  end
`;

/** More ARGV: how long walks are kept. Gives the id of what is in the way, or ''. */
const begin = script(`
  ${WRITE}
  if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then return '' end
  if other() then return other() end
  write()
  redis.call('ZADD', KEYS[4], ARGV[5], ARGV[1])
  for index = 8, 9 do
    if KEYS[index] then
      redis.call('ZADD', KEYS[index], ARGV[5], ARGV[1])
      redis.call('PEXPIRE', KEYS[index], 2 * ARGV[8])
    end
  end
  local before = string.format('(%.0f', ARGV[5] - ARGV[8])
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', before, 'LIMIT', 0, ${DROPPED})) do
    if not redis.call('ZSCORE', KEYS[2], id) then
      redis.call('HDEL', KEYS[1], id)
      redis.call('HDEL', KEYS[6], id)
      redis.call('SREM', KEYS[3], id)
      redis.call('ZREM', KEYS[4], id)
    end
  end
  return ''
`);

/** More ARGV: its revision. */
const change = script(`
  ${WRITE}
  local revision = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', '^%d+')
  if tonumber(revision) ~= ARGV[8] - 1 or other() then return 0 end
  write()
  return 1
`);

/** KEYS: all, untold. ARGV: id, revision. */
const settle = script(`
  local revision = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', '^%d+')
  if revision == ARGV[2] then redis.call('SREM', KEYS[2], ARGV[1]) end
`);

/** Walks through runbooks on Redis: a hash of them by id, with their revisions. */
export function createRedisWalks(redis: Redis, keys: Keys): Walks {
  const { all, open, untold, order, last, told, of } = keys.walks;
  const common = [all, open, untold, order, last, told, keys.audit];

  function written(walk: Walk, deed: Deed): readonly (string | number)[] {
    const { id, state, touchedAt, at, revision } = walk;
    const command = JSON.stringify(auditCommand(deed, keys));
    const isOpen = state === 'open' ? 1 : 0;
    return [id, encode(revision, walk), isOpen, touchedAt, at, command, walkAbout(walk)];
  }

  async function find(id: string): Promise<Walk | undefined> {
    return decode<Walk>(await redis.hget(all, id)).value;
  }

  /** Of some ids, in their order, as far as there are such walks. */
  async function those(ids: readonly string[]): Promise<readonly Walk[]> {
    if (ids.length === 0) return [];
    const texts = await redis.hmget(all, ...ids);
    return texts.flatMap((text) => decode<Walk>(text).value ?? []);
  }

  function indexesOf({ group, incident }: Pick<Walk['subject'], 'group' | 'incident'>): string[] {
    return [
      ...(group === undefined ? [] : [of('group', group)]),
      ...(incident === undefined ? [] : [of('incident', incident)]),
    ];
  }

  return {
    async begin(walk, deed) {
      const args = [...written(walk, deed), WALKS_KEPT_FOR];
      const used = [...common, ...indexesOf(walk.subject)];
      for (;;) {
        const id = z.string().parse(await begin(redis, used, args));
        if (id === '') return undefined;
        const other = await find(id);
        if (other?.state === 'open') return other;
      }
    },
    find,
    change: async (walk, deed) =>
      (await change(redis, common, [...written(walk, deed), walk.revision])) === 1,
    async of(subject) {
      const found = await Promise.all(
        indexesOf(subject).map((key) => redis.zrange(key, '+inf', '-inf', 'BYSCORE', 'REV')),
      );
      const walks = await those([...new Set(found.flat())]);
      return walks.toSorted((a, b) => b.at - a.at);
    },
    open: async () => those(await redis.zrange(open, '+inf', '-inf', 'BYSCORE', 'REV')),
    unsettled: async () => [
      ...new Set([...(await redis.zrange(open, 0, '-1')), ...(await redis.smembers(untold))]),
    ],
    async told(id) {
      const text = await redis.hget(told, id);
      if (text === null) return undefined;
      const known: WalkTold = JSON.parse(text);
      return known;
    },
    async noteTold(id, known) {
      await redis.hset(told, id, JSON.stringify(known));
    },
    async settle(id, revision) {
      await settle(redis, [all, untold], [id, revision]);
    },
  };
}
