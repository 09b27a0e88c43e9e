import { createHmac, timingSafeEqual } from 'node:crypto';

/** A request that is further from now may be a replay of one that somebody overheard. In milliseconds. */
const REPLAY_WINDOW = 5 * 60_000;

export interface SignedRequest {
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly body: Uint8Array;
}

/**
 * Whether Slack signed a request, with the secret that it and we share, and just now. Compared in
 * constant time; without a secret nothing passes.
 *
 * @param now epoch milliseconds
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack/
 */
export function isFromSlack(
  { timestamp = '', signature = '', body }: SignedRequest,
  secret: string,
  now: number,
): boolean {
  if (secret === '' || !/^\d{1,12}$/u.test(timestamp)) return false;
  if (Math.abs(now - Number(timestamp) * 1000) > REPLAY_WINDOW) return false;
  const hmac = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body);
  const expected = Buffer.from(`v0=${hmac.digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
