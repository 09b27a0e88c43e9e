import { Agent } from 'node:https';
import type { Retry } from '../adapter.ts';

/** Where an API of PagerDuty is, and how long it may take. */
export interface Place {
  /** A host, with a port where it is not 443: `events.pagerduty.com`. */
  readonly server: string;
  /** The certificate authority to trust, for a stand-in. */
  readonly ca?: string;
  /** After this long without an answer a call has failed, in milliseconds; 10 s unless told. */
  readonly timeoutMs?: number;
}

/** Shorter than a delivery's lease. */
const CALL_TIMEOUT = 10_000;
/** After "too many"; as long as PagerDuty's own client would wait. */
const RETRY_AFTER_LIMIT = 20_000;

/** What PagerDuty's client is told of one call. */
export interface CallOptions {
  readonly agent: () => Agent;
  readonly signal: AbortSignal;
  readonly redirect: 'error';
  readonly requestTimeout: 0;
  readonly retryTimeout: 0;
}

/**
 * Calls an API through PagerDuty's client, once: without the client's own pauses and repetitions, and
 * without following redirects.
 */
export function createCaller({ ca, timeoutMs = CALL_TIMEOUT }: Place) {
  const agent = new Agent({ keepAlive: true, ...(ca !== undefined && { ca }) });
  return async <T>(make: (options: CallOptions) => Promise<T>): Promise<T | Retry> => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await make({
        agent: onlyOnce(agent),
        signal,
        redirect: 'error',
        requestTimeout: 0,
        retryTimeout: 0,
      });
    } catch (error) {
      if (error instanceof RateLimited) {
        return { outcome: 'retry', afterMs: RETRY_AFTER_LIMIT, why: error.message };
      }
      return { outcome: 'retry', why: signal.aborted ? 'no answer in time' : reasonOf(error) };
    }
  };
}

/** The client rejects with the answer itself when that is not JSON. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'not an answer';
}

class RateLimited extends Error {
  override readonly message = 'rate limited';
}

/**
 * PagerDuty's client keeps a 429 to itself, waits, and asks again; that it asks again (redirects are
 * refused) is how we know. It asks for the agent before it calls: the second call is never made.
 */
function onlyOnce(agent: Agent): () => Agent {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls > 1) throw new RateLimited();
    return agent;
  };
}
