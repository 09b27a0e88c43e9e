import type { Redis } from 'ioredis';
import type { StoreStats } from '../../engine/ports/stats.ts';
import type { Keys } from './keys.ts';

/** How much waits in Redis. */
export async function readStats(redis: Redis, keys: Keys): Promise<StoreStats> {
  const [inbox, timers, outbox, deadLetters] = await Promise.all([
    redis.xlen(keys.inbox),
    redis.zcard(keys.timers),
    redis.zcard(keys.outbox),
    redis.xlen(keys.deadLetters),
  ]);
  return { inbox, timers, outbox, deadLetters };
}
