import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a request's Authorization header carries the secret. */
export type BearerCheck = (authorization: string | undefined) => boolean;

/**
 * A check for `Authorization: Bearer <token>`. Digests are compared, in constant time, so that
 * neither the length nor the beginning of the token can be learned by trying. Without a token
 * nothing passes.
 */
export function createBearerCheck(token: string | undefined): BearerCheck {
  if (token === undefined || token === '') return () => false;
  const expected = sha256(token);
  return (authorization = '') => {
    const match = /^Bearer +(\S+) *$/iu.exec(authorization);
    return timingSafeEqual(sha256(match?.[1] ?? ''), expected);
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
