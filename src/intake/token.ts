import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a request's Authorization header carries the secret. */
export type TokenCheck = (authorization: string | undefined) => boolean;

/** Which words may stand before a token: `Bearer` alone, or whatever the sender lets people choose. */
export type Scheme = 'bearer' | 'any';

/**
 * A check for `Authorization: Bearer <token>`, or HTTP Basic with the token as the password whatever
 * the user's name is. Digests are compared, in constant time, so that neither the length nor the
 * beginning of the token can be learned by trying. Without a token nothing passes.
 */
export function createTokenCheck(token: string | undefined, scheme: Scheme = 'bearer'): TokenCheck {
  if (token === undefined || token === '') return () => false;
  const expected = sha256(token);
  const pattern = scheme === 'bearer' ? /^Bearer +(\S+) *$/iu : /^(?:\S+ +)?(\S+) *$/u;
  return (authorization = '') => {
    const given = passwordIn(authorization) ?? pattern.exec(authorization)?.[1] ?? '';
    return timingSafeEqual(sha256(given), expected);
  };
}

/** The password of HTTP Basic. Source: RFC 7617. */
function passwordIn(authorization: string): string | undefined {
  const encoded = /^Basic +([\w+/=-]+) *$/iu.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon === -1 ? undefined : pair.slice(colon + 1);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
