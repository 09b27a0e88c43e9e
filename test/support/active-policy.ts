import type { Redis } from 'ioredis';
import { createActivePolicy, type ActivePolicy } from '../../src/store/redis/active-policy.ts';
import type { Keys } from '../../src/store/redis/keys.ts';

/** The policy of replicas that all run with the same config. */
export function activePolicy(redis: Redis, keys: Keys): ActivePolicy {
  return createActivePolicy(redis, keys, 'the same');
}
