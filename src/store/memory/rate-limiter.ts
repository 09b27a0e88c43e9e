import { compareSeverity } from '../../alert/severity.ts';
import { TURN_KEPT_FOR, type Bucket, type RateLimiter } from '../../engine/ports/delivery-store.ts';
import type { InLine, MemoryState } from './state.ts';

/** Rate limits in memory: a bucket is the time at which it will be full again, as on Redis. */
export function createMemoryRateLimiter(
  { buckets, lines }: MemoryState,
  now: () => number,
): RateLimiter {
  function fullAt({ key }: Bucket): number {
    return Math.max(buckets.get(key) ?? 0, now());
  }

  /** Those who wait for a bucket and are still waited for. */
  function lineOf({ key }: Bucket): readonly InLine[] {
    return (lines.get(key) ?? []).filter(({ until }) => until > now());
  }

  return {
    async take(bucket, caller) {
      const line = lineOf(bucket);
      const since = line.find(({ id }) => id === caller.id)?.since ?? now();
      const others = line.filter(({ id }) => id !== caller.id);
      const ahead = others.filter(
        (other) =>
          (compareSeverity(other.severity, caller.severity) || since - other.since) < 0 ||
          (other.severity === caller.severity && other.since === since && other.id < caller.id),
      ).length;
      const interval = 1000 / bucket.perSecond;
      const wait = fullAt(bucket) + interval * (ahead + 1) - now() - interval * bucket.capacity;
      if (wait > 0) {
        const until = now() + wait + TURN_KEPT_FOR;
        lines.set(bucket.key, [...others, { ...caller, since, until }]);
        return Math.ceil(wait);
      }
      lines.set(bucket.key, others);
      buckets.set(bucket.key, fullAt(bucket) + interval);
      return 0;
    },
    async takeSpare(bucket) {
      const interval = 1000 / bucket.perSecond;
      const after = fullAt(bucket) + interval;
      const isSpare = after - now() <= (interval * bucket.capacity) / 2;
      if (!isSpare || lineOf(bucket).length > 0) return false;
      buckets.set(bucket.key, after);
      return true;
    },
    async pause(bucket, ms) {
      const until = now() + ms + (1000 / bucket.perSecond) * (bucket.capacity - 1);
      buckets.set(bucket.key, Math.max(fullAt(bucket), until));
    },
  };
}
