import type { WebAPICallResult } from '@slack/web-api';
import type { Bucket, Caller, RateLimiter } from '../../engine/ports/delivery-store.ts';
import { classifyFailure, heed, NotYet } from './failure.ts';

/** A limit, and who calls. */
export interface Turn {
  readonly limiter: RateLimiter;
  readonly bucket: Bucket;
  readonly caller: Caller;
}

/**
 * The pages of what a method lists, each read when it is our turn.
 *
 * @throws NotYet when it is not; what the client throws when the call fails
 */
export async function* pagesOf<Page extends WebAPICallResult>(
  turn: Turn,
  read: (from: { readonly cursor?: string }) => Promise<Page>,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Page> {
  let from = {};
  for (let count = 0; count < most; count += 1) {
    const page = await inTurn(turn, () => read(from));
    yield page;
    const cursor = page.response_metadata?.next_cursor ?? '';
    if (cursor === '') return;
    from = { cursor };
  }
}

async function inTurn<T>({ limiter, bucket, caller }: Turn, call: () => Promise<T>): Promise<T> {
  const wait = await limiter.take(bucket, caller);
  if (wait > 0) throw new NotYet(wait);
  try {
    return await call();
  } catch (error) {
    await heed(classifyFailure(error), limiter, bucket);
    throw error;
  }
}
