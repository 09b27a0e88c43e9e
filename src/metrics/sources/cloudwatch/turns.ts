import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import type { Bucket, RateLimiter } from '../../../engine/ports/delivery-store.ts';

/** When CloudWatch may be called. */
export interface Turns {
  /**
   * Waits until it may be.
   *
   * @param onWaiting told for how long that will be, milliseconds
   * @returns false when it would be too long
   */
  readonly take: (onWaiting?: (ms: number) => void, signal?: AbortSignal) => Promise<boolean>;
  /** CloudWatch had too much: nobody calls it for a while. */
  readonly pause: () => Promise<void>;
}

/** What turns are taken from. */
export type TurnLimiter = Pick<RateLimiter, 'take' | 'pause'>;

/** GetMetricData takes 50 calls a second of an account and region, and others make some of them. */
const CALLS_A_SECOND = 20;
const LONGEST_WAIT = 60_000;
const PAUSE = 2_000;

/**
 * Turns at one account and region, shared by all replicas.
 *
 * @param place names the account and region
 * @param perSecond how many calls are taken there
 */
export function createTurns(
  limiter: TurnLimiter,
  place: string,
  perSecond: number = CALLS_A_SECOND,
): Turns {
  const key = `cloudwatch:${place}`;
  const bucket: Bucket = { key, capacity: perSecond, perSecond };
  return {
    async take(onWaiting, signal) {
      const caller = { id: randomUUID(), severity: 'info' } as const;
      let waited = 0;
      for (;;) {
        const ms = await limiter.take(bucket, caller);
        if (ms === 0) return true;
        waited += ms;
        if (waited > LONGEST_WAIT) return false;
        onWaiting?.(ms);
        await after(ms, undefined, { signal });
      }
    },
    pause: () => limiter.pause(bucket, PAUSE),
  };
}
