import type { Bucket, RateLimiter } from '../../engine/ports/delivery-store.ts';
import type { MemoryState } from './state.ts';

/** Rate limits in memory: a bucket is the time at which it will be full again, as on Redis. */
export function createMemoryRateLimiter(
  { buckets }: MemoryState,
  now: () => number,
): RateLimiter {
  function fullAt({ key }: Bucket): number {
    return Math.max(buckets.get(key) ?? 0, now());
  }

  return {
    async take(bucket) {
      const interval = 1000 / bucket.perSecond;
      const wait = fullAt(bucket) + interval - now() - interval * bucket.capacity;
      if (wait > 0) return Math.ceil(wait);
      buckets.set(bucket.key, fullAt(bucket) + interval);
      return 0;
    },
    async pause(bucket, ms) {
      const until = now() + ms + (1000 / bucket.perSecond) * (bucket.capacity - 1);
      buckets.set(bucket.key, Math.max(fullAt(bucket), until));
    },
  };
}
