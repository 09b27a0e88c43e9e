import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether a body was signed with the secret that Sentry and we share. */
export type SentrySignatureCheck = (body: Uint8Array, signature: string | undefined) => boolean;

/**
 * A check of `Sentry-Hook-Signature`: the HMAC-SHA256 of the body with the integration's client
 * secret, in hexadecimal digits. Compared in constant time; without a secret nothing passes.
 * Source: Sentry, "Integration platform: webhooks", "Verifying the signature".
 */
export function createSentrySignatureCheck(secret: string | undefined): SentrySignatureCheck {
  if (secret === undefined || secret === '') return () => false;
  return (body, signature = '') => {
    const expected = createHmac('sha256', secret).update(body).digest();
    const given = Buffer.from(signature, 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
}
