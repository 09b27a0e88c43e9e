import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { script } from './script.ts';

/** A policy of which no replica has been heard for so long is active no more, in milliseconds. */
const LASTS = 15_000;

/** Lua: true while no other policy than `digest` is active; `key` names where the active one stands. */
export function isActive(key: string, digest: string): string {
  return `(redis.call('GET', ${key}) or ${digest}) == ${digest}`;
}

const renew = script(`
  if not (${isActive('KEYS[1]', 'ARGV[1]')}) then return 0 end
  if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) * 2 / 3 then
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  end
  return 1
`);

/**
 * Which config decides when replicas run with different ones: the last that was started, as long as a
 * replica with it is alive. The others go on taking messages in; what they would decide or deliver is
 * left to those.
 */
export interface ActivePolicy {
  /** Identifies the policy: the same on all replicas with the same config and version. */
  readonly digest: string;
  /** Makes this policy the active one. */
  activate(): Promise<void>;
  /** Keeps it active, or makes it so when no other is; false when another is. */
  renew(): Promise<boolean>;
}

export function createActivePolicy(redis: Redis, keys: Keys, digest: string): ActivePolicy {
  return {
    digest,
    activate: async () => void (await redis.set(keys.policy, digest, 'PX', LASTS)),
    renew: async () => (await renew(redis, [keys.policy], [digest, LASTS])) === 1,
  };
}
