import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { script } from './script.ts';

/** A policy of which no replica has been heard for so long is active no more, in milliseconds. */
const LASTS = 15_000;

/** Lua: true while no other policy than `digest` is active; `key` names where the active one stands. */
export function isActive(key: string, digest: string): string {
  return `(redis.call('GET', ${key}) or ${digest}) == ${digest}`;
}

const activate = script(`
  local isNew = redis.call('GET', KEYS[2]) ~= ARGV[1]
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then redis.call('DEL', KEYS[3]) end
  redis.call('SET', KEYS[2], ARGV[1])
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return isNew and 1 or 0
`);

/**
 * The newest policy takes its place again from whichever stood in for it. With the active policy changes
 * where alerts belong: the groups have to be told again.
 */
const renew = script(`
  local isNewest = redis.call('GET', KEYS[2]) == ARGV[1]
  local active = redis.call('GET', KEYS[1])
  if active and active ~= ARGV[1] and not isNewest then return 0 end
  if active ~= ARGV[1] then redis.call('DEL', KEYS[3]) end
  if active ~= ARGV[1] or redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) * 2 / 3 then
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  end
  return 1
`);

/**
 * Which config decides when replicas run with different ones: the last that was started, as long as a
 * replica with it is alive; another stands in while none is. The others go on taking messages in; what
 * they would decide or deliver is left to those.
 */
export interface ActivePolicy {
  /** Identifies this process's policy: the same on all replicas with the same config and version. */
  readonly digest: string;
  /**
   * Makes a policy the newest, with that the active one, and from then on this process's own. False
   * when it was the newest already.
   */
  activate(next?: string): Promise<boolean>;
  /** Makes a policy this process's own, whichever is active. */
  adopt(next: string): void;
  /** Keeps it active, or makes it so when no other is; false when another is. */
  renew(): Promise<boolean>;
}

export function createActivePolicy(redis: Redis, keys: Keys, initial: string): ActivePolicy {
  const names = [keys.policy, keys.newestPolicy, keys.placed];
  let digest = initial;
  return {
    get digest() {
      return digest;
    },
    async activate(next = digest) {
      const isNew = await activate(redis, names, [next, LASTS]);
      digest = next;
      return isNew === 1;
    },
    adopt: (next) => void (digest = next),
    renew: async () => (await renew(redis, names, [digest, LASTS])) === 1,
  };
}
