import type { Bucket, Caller, RateLimiter } from '../../engine/ports/delivery-store.ts';
import { classifyFailure, heed, NotYet } from './failure.ts';

/** A limit, and who calls. */
export interface Turn {
  readonly limiter: RateLimiter;
  readonly bucket: Bucket;
  readonly caller: Caller;
}

/**
 * Makes a call when it is its turn.
 *
 * @throws NotYet when it is not; what the client throws when the call fails
 */
export async function inTurn<T>(
  { limiter, bucket, caller }: Turn,
  call: () => Promise<T>,
): Promise<T> {
  const wait = await limiter.take(bucket, caller);
  if (wait > 0) throw new NotYet(wait);
  try {
    return await call();
  } catch (error) {
    await heed(classifyFailure(error), limiter, bucket);
    throw error;
  }
}
