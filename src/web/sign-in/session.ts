import { createHmac, timingSafeEqual } from 'node:crypto';

/** So long somebody stays signed in, in milliseconds: a working day. */
const LIFETIME = 12 * 60 * 60 * 1000;
const COOKIE = 'tocsin_session';

/** Who is signed in. Nothing is kept: what a replica gave out, any other knows to be right. */
export interface Sessions {
  /** The Set-Cookie header of who signs in now. */
  begin(): string;
  /** The Set-Cookie header of who signs out. */
  end(): string;
  /** Whether a request with this Cookie header is of somebody who is signed in. */
  isSignedIn(cookies: string | undefined): boolean;
  /** Whether this is the token, in the same time however much of it is right. */
  isToken(given: string): boolean;
}

export interface SessionParts {
  /** Another one, and everybody is signed out. */
  readonly token: string;
  /** Whether the cookie goes over https alone. */
  readonly isSecure: boolean;
  /** Epoch milliseconds, the same in all replicas. */
  readonly now: () => number;
}

/** Sessions that are a signed date in a cookie, which no script can read and no other site can send. */
export function createSessions({ token, isSecure, now }: SessionParts): Sessions {
  const key = hmac(token, 'tocsin sessions');
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  const sign = (until: string): string => hmac(key, until).toString('base64url');
  const isRight = (value: string): boolean => {
    const [, until, signature] = /^(\d{1,16})\.([\w-]{43})$/u.exec(value) ?? [];
    if (until === undefined || signature === undefined) return false;
    const isOurs = timingSafeEqual(Buffer.from(signature), Buffer.from(sign(until)));
    return isOurs && Number(until) > now();
  };
  return {
    begin() {
      const until = String(now() + LIFETIME);
      const value = `${until}.${sign(until)}`;
      return `${COOKIE}=${value}; Max-Age=${LIFETIME / 1000}; ${attributes}`;
    },
    end: () => `${COOKIE}=; Max-Age=0; ${attributes}`,
    isSignedIn: (cookies = '') => valuesIn(cookies).some(isRight),
    isToken: (given) => timingSafeEqual(hmac(key, given), hmac(key, token)),
  };
}

/** Our cookie's values: of a name that was set for several paths or hosts a browser sends all. */
function valuesIn(cookies: string): readonly string[] {
  const start = `${COOKIE}=`;
  const pairs = cookies.split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => pair.startsWith(start)).map((pair) => pair.slice(start.length));
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
