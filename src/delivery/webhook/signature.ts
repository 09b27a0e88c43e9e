import { createHmac } from 'node:crypto';

/** What a secret begins with; base64 of the key follows. */
const SECRET_PREFIX = 'whsec_';

/** A post as it is signed: its name, when it is made (epoch seconds), and its body. */
export interface SignedPost {
  readonly id: string;
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The value of `webhook-signature`: HMAC-SHA256 over id, time and body.
 *
 * @param secret `whsec_` and base64
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signatureOf({ id, timestamp, body }: SignedPost, secret: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  const signed = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`);
  return `v1,${signed.digest('base64')}`;
}
