import type { Redis } from 'ioredis';
import type { DriftState, DriftStates } from '../../engine/ports/drift-states.ts';
import { createRedisStates } from './kept-states.ts';
import type { Keys } from './keys.ts';

/** How models stand, on Redis. */
export function createRedisDriftStates(
  redis: Redis,
  { drift, inbox }: Pick<Keys, 'drift' | 'inbox'>,
): DriftStates {
  return createRedisStates<DriftState>(redis, drift.states, inbox);
}
