import type { Redis } from 'ioredis';
import type { DriftState, DriftStates } from '../../engine/ports/drift-states.ts';
import type { Keys } from './keys.ts';
import { decodeHash } from './record.ts';

/** How models stand, on Redis: a hash by name. */
export function createRedisDriftStates(redis: Redis, { drift }: Pick<Keys, 'drift'>): DriftStates {
  return {
    all: async () => decodeHash<DriftState>(await redis.hgetall(drift.states)),
    put: async (model, state) =>
      void (await redis.hset(drift.states, model, JSON.stringify(state))),
    forget: async (model) => void (await redis.hdel(drift.states, model)),
  };
}
