import type { Redis } from 'ioredis';
import type { StoreStats } from '../../engine/ports/stats.ts';
import type { Keys } from './keys.ts';

/** How much waits in Redis. */
export async function readStats(redis: Redis, keys: Keys): Promise<StoreStats> {
  const [inbox, timers, outbox, deadLetters, oldest, newest] = await Promise.all([
    redis.xlen(keys.inbox),
    redis.zcard(keys.timers),
    redis.zcard(keys.outbox),
    redis.xlen(keys.deadLetters),
    redis.xrange(keys.inbox, '-', '+', 'COUNT', 1),
    redis.xrevrange(keys.deadLetters, '+', '-', 'COUNT', 1),
  ]);
  return {
    inbox,
    timers,
    outbox,
    deadLetters,
    ...timeOf('waitingSince', oldest),
    ...timeOf('lastDeadLetterAt', newest),
  };
}

/** Redis makes ids of its time and a counter. */
function timeOf(
  name: 'waitingSince' | 'lastDeadLetterAt',
  [entry]: readonly (readonly [id: string, fields: readonly string[]])[],
): Partial<StoreStats> {
  return entry === undefined ? {} : { [name]: Number.parseInt(entry[0], 10) };
}
