import { ErrorCode } from '@slack/web-api';
import { z } from 'zod';
import type { Bucket, RateLimiter } from '../../engine/ports/delivery-store.ts';
import { OWN_LIMIT, type Retry } from '../adapter.ts';

/**
 * What a failed call to Slack means.
 *
 * - `unsent`: Slack said that it did not take it; asking again later may help
 * - `unknown`: it may or may not have been taken
 * - `refused`: asking again would not help
 */
export type SlackFailure = PassingFailure | { readonly kind: 'refused'; readonly error: string };

export interface PassingFailure {
  readonly kind: 'unsent' | 'unknown';
  readonly why: string;
  /** When to ask again, in milliseconds, where Slack said so. */
  readonly afterMs?: number;
}

const errorSchema = z.object({
  code: z.string(),
  message: z.string().optional(),
  retryAfter: z.number().optional(),
  statusCode: z.number().optional(),
  data: z.object({ error: z.string() }).optional(),
});

/**
 * Errors after which some of the call may have been carried out all the same.
 * @see https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
const PERHAPS_DONE = new Set(['fatal_error', 'internal_error']);

/** Errors by which Slack says that it has a problem, not the call. */
const TRANSIENT = new Set([
  'accesslimited',
  'ratelimited',
  'rate_limited',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
  'message_limit_exceeded',
]);

/** What Slack's error codes look like: the client takes any answer it can't read for an error code. */
const ERROR_CODE = /^[a-z][a-z0-9_.]*$/;

const RATE_LIMIT_DEFAULT = 30_000;

/** A call that was not made: its turn is so many milliseconds later. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
  readonly afterMs: number;

  constructor(afterMs: number) {
    super(OWN_LIMIT);
    this.afterMs = afterMs;
  }
}

/** @see https://docs.slack.dev/tools/node-slack-sdk/web-api/#handle-errors */
export function classifyFailure(error: unknown): SlackFailure {
  if (error instanceof NotYet) return { kind: 'unsent', afterMs: error.afterMs, why: OWN_LIMIT };
  const parsed = errorSchema.safeParse(error);
  if (!parsed.success) return { kind: 'unknown', why: String(error) };
  const { code, retryAfter, statusCode, data, message = code } = parsed.data;
  if (code === ErrorCode.RateLimitedError) {
    const afterMs = retryAfter === undefined ? RATE_LIMIT_DEFAULT : retryAfter * 1000;
    return { kind: 'unsent', afterMs, why: 'rate limited' };
  }
  if (code === ErrorCode.PlatformError && data !== undefined) {
    if (!ERROR_CODE.test(data.error)) return { kind: 'unknown', why: 'an answer that is not JSON' };
    if (PERHAPS_DONE.has(data.error)) return { kind: 'unknown', why: data.error };
    return TRANSIENT.has(data.error)
      ? { kind: 'unsent', why: data.error }
      : { kind: 'refused', error: data.error };
  }
  return { kind: 'unknown', why: statusCode === undefined ? message : `HTTP ${statusCode}` };
}

/** Where Slack said when to ask again, everyone at that limit waits as long. */
export async function heed(
  failure: SlackFailure,
  limiter: RateLimiter,
  bucket: Bucket,
): Promise<void> {
  if (failure.kind === 'refused' || failure.afterMs === undefined) return;
  await limiter.pause(bucket, failure.afterMs);
}

export function retryOf({ why, afterMs }: PassingFailure): Retry {
  return { outcome: 'retry', ...(afterMs !== undefined && { afterMs }), why };
}
