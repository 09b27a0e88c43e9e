import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import {
  DELETED_KEPT_FOR,
  type Baseline,
  type BaselineInfo,
  type Baselines,
  type FeatureProfile,
} from '../../engine/ports/baselines.ts';
import { packProfile, unpackProfile } from './feature-profile.ts';
import type { Keys } from './keys.ts';
import { decodeHash } from './record.ts';
import { script } from './script.ts';

/** Beside the features' names: what the whole is. No feature has it as its name. */
const INFO = '';
/** So many features go over in one command, each some tens of kilobytes: nobody waits long behind it. */
const TOGETHER = 20;
/** What is half written is gone after so long, in milliseconds, if nobody goes on. */
const UNFINISHED_KEPT_FOR = 60 * 60_000;

const activate = script(`
  if redis.call('HEXISTS', KEYS[1], ARGV[2]) == 0 then return 0 end
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
  return 1
`);

const remove = script(`
  local info = redis.call('HGET', KEYS[1], ARGV[2])
  if not info then return 0 end
  redis.call('HDEL', KEYS[1], ARGV[2])
  redis.call('HSET', KEYS[3], ARGV[2], info)
  redis.call('PEXPIRE', KEYS[3], ${DELETED_KEPT_FOR})
  redis.call('PEXPIRE', KEYS[4], ${DELETED_KEPT_FOR})
  if redis.call('HGET', KEYS[2], ARGV[1]) == ARGV[2] then redis.call('HDEL', KEYS[2], ARGV[1]) end
  return 1
`);

const restore = script(`
  local info = redis.call('HGET', KEYS[1], ARGV[1])
  redis.call('HDEL', KEYS[1], ARGV[1])
  if not info or redis.call('PERSIST', KEYS[3]) == 0 then return 0 end
  redis.call('HSET', KEYS[2], ARGV[1], info)
  return 1
`);

/** Baselines on Redis: a hash for each, by feature; and one for each model, of what there is. */
export function createRedisBaselines(redis: Redis, { baselines: keys }: Keys): Baselines {
  async function infoAt(key: string): Promise<BaselineInfo | undefined> {
    const text = await redis.hget(key, INFO);
    return text === null ? undefined : JSON.parse(text);
  }

  return {
    async put({ profiles, ...info }) {
      const { model, version } = info;
      const unfinished = keys.unfinished(randomUUID());
      await redis.hset(unfinished, INFO, JSON.stringify(info));
      await redis.pexpire(unfinished, UNFINISHED_KEPT_FOR);
      for (const some of inBatches(profiles)) {
        const packed = await Promise.all(some.map(packProfile));
        await redis.hset(
          unfinished,
          new Map(some.map(({ feature }, at) => [feature, packed[at] ?? ''])),
        );
      }
      const data = keys.data(model, version);
      await redis
        .multi()
        .rename(unfinished, data)
        .persist(data)
        .hset(keys.of(model), version, JSON.stringify(info))
        .hdel(keys.deleted(model), version)
        .exec();
    },
    async list(model) {
      const infos = decodeHash<BaselineInfo>(await redis.hgetall(keys.of(model)));
      return [...infos.values()].toSorted((a, b) => b.createdAt - a.createdAt);
    },
    async find(model, version) {
      const key = keys.data(model, version);
      for (;;) {
        const info = await infoAt(key);
        if (info === undefined || !(await redis.hexists(keys.of(model), version))) return undefined;
        const profiles = await profilesAt(redis, key);
        const after = await infoAt(key);
        // Somebody has put another in its place meanwhile, and this would be some of both.
        if (after?.createdAt === info.createdAt) return { ...info, profiles } satisfies Baseline;
      }
    },
    active: async (model) => (await redis.hget(keys.active, model)) ?? undefined,
    async activate(model, version) {
      const done = await activate(redis, [keys.of(model), keys.active], [model, version]);
      return done === 1;
    },
    async remove(model, version) {
      const [deleted, data] = [keys.deleted(model), keys.data(model, version)];
      const all = [keys.of(model), keys.active, deleted, data];
      return (await remove(redis, all, [model, version])) === 1;
    },
    async restore(model, version) {
      const all = [keys.deleted(model), keys.of(model), keys.data(model, version)];
      return (await restore(redis, all, [version])) === 1;
    },
  };
}

async function profilesAt(redis: Redis, key: string): Promise<readonly FeatureProfile[]> {
  const features = (await redis.hkeys(key)).filter((one) => one !== INFO);
  const profiles: FeatureProfile[] = [];
  for (const some of inBatches(features.toSorted())) {
    const packed = await redis.hmgetBuffer(key, ...some);
    const known = packed.filter((one) => one !== null);
    profiles.push(...(await Promise.all(known.map(unpackProfile))));
  }
  return profiles;
}

function* inBatches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += TOGETHER) yield all.slice(at, at + TOGETHER);
}
