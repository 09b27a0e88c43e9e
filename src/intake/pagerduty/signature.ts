import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether a body was signed with a secret that PagerDuty and we share. */
export type PagerDutySignatureCheck = (body: Uint8Array, signatures: string | undefined) => boolean;

/**
 * A check of `X-PagerDuty-Signature`: `v1=` and the HMAC-SHA256 of the body in hexadecimal digits, several
 * with commas between them while a secret is being changed. Any of them may be by any of the secrets, for
 * each subscription has its own. Compared in constant time; without a secret nothing passes.
 * Source: PagerDuty, "Verifying webhook signatures".
 */
export function createPagerDutySignatureCheck(
  secrets: readonly string[] = [],
): PagerDutySignatureCheck {
  const set = secrets.filter((secret) => secret !== '');
  return (body, signatures = '') => {
    const given = signatures.split(',').flatMap(digestIn);
    const expected = set.map((secret) => createHmac('sha256', secret).update(body).digest());
    return expected.some((one) => given.some((other) => timingSafeEqual(one, other)));
  };
}

/** Versions that are not known yet prove nothing. */
function digestIn(signature: string): readonly Buffer[] {
  const digits = /^\s*v1=([0-9a-f]{64})\s*$/iu.exec(signature)?.[1];
  return digits === undefined ? [] : [Buffer.from(digits, 'hex')];
}
