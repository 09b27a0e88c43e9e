import type { Redis } from 'ioredis';
import type { WatchState, WatchStates } from '../../engine/ports/watch-states.ts';
import { createRedisStates } from './kept-states.ts';
import type { Keys } from './keys.ts';

/** How the watch rules stand, on Redis. */
export function createRedisWatchStates(
  redis: Redis,
  { watch, inbox }: Pick<Keys, 'watch' | 'inbox'>,
): WatchStates {
  return createRedisStates<WatchState>(redis, watch, inbox);
}
