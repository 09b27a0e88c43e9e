import type { Rate } from '../alert/rate.ts';
import { Refusal } from './refusal.ts';

/** Counts one request. @throws Refusal (429 with Retry-After) when there were too many. */
export type RateLimit = () => void;

/**
 * A limit on how often something may be sent, as a token bucket: the time at which it is full again.
 * Each process counts for itself. Without a rate everything passes.
 *
 * @param now epoch milliseconds.
 */
export function createRateLimit(rate: Rate | undefined, now: () => number): RateLimit {
  if (rate === undefined) return () => {};
  const interval = 1000 / rate.perSecond;
  let fullAt = 0;
  return () => {
    const time = now();
    // A clock that was set back must not lock anybody out for longer than the bucket takes to fill.
    fullAt = Math.min(Math.max(fullAt, time), time + interval * rate.burst);
    const wait = fullAt + interval - time - interval * rate.burst;
    if (wait > 1e-6) {
      const headers = { 'retry-after': String(Math.ceil(wait / 1000)) };
      throw new Refusal(429, 'too many requests; send it again later', { headers });
    }
    fullAt += interval;
  };
}
