import { assert, base64String, nat, pre, property } from 'fast-check';
import { expect, test } from 'vitest';
import { createSessions } from '../../../src/web/sign-in/session.ts';

const TOKEN = 'a-token-of-24-characters';
const HOUR = 60 * 60 * 1000;
const START = Date.UTC(2026, 0, 6);

function sessionsAt(now: number, token = TOKEN, isSecure = false) {
  return createSessions({ token, isSecure, now: () => now });
}

/** What a browser sends back. */
function cookieOf(header: string): string {
  return header.split(';')[0] ?? '';
}

test('who signed in is signed in at every replica, for twelve hours', () => {
  const cookie = cookieOf(sessionsAt(START).begin());
  expect(sessionsAt(START + 12 * HOUR - 1).isSignedIn(cookie)).toBe(true);
  expect(sessionsAt(START + 12 * HOUR).isSignedIn(cookie)).toBe(false);
});

test('another token ends every session', () => {
  const cookie = cookieOf(sessionsAt(START).begin());
  expect(sessionsAt(START, 'another-token-of-24-chars').isSignedIn(cookie)).toBe(false);
});

test('no script reads the cookie, no other site sends it, and over https it goes nowhere else', () => {
  expect(sessionsAt(START).begin()).toMatch(
    /^tocsin_session=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/u,
  );
  expect(sessionsAt(START, TOKEN, true).begin()).toMatch(/; SameSite=Strict; Secure$/u);
  expect(sessionsAt(START, TOKEN, true).end()).toBe(
    'tocsin_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure',
  );
});

test('a later end cannot be written into a cookie', () => {
  const cookie = cookieOf(sessionsAt(START).begin());
  const later = cookie.replace(String(START + 12 * HOUR), String(START + 24 * HOUR));
  expect(later).not.toBe(cookie);
  expect(sessionsAt(START).isSignedIn(later)).toBe(false);
});

test('a cookie in which anything was changed is none', () => {
  const cookie = cookieOf(sessionsAt(START).begin());
  const value = cookie.slice('tocsin_session='.length);
  assert(
    property(nat(value.length - 1), base64String({ minLength: 1 }), (at, other) => {
      const one = other[0] ?? '';
      pre(value[at] !== one);
      const altered = `tocsin_session=${value.slice(0, at)}${one}${value.slice(at + 1)}`;
      expect(sessionsAt(START).isSignedIn(altered)).toBe(false);
    }),
  );
});

test.each([undefined, '', 'tocsin_session=', 'tocsin_session=.', 'other=1; tocsin_session=1.x'])(
  'nobody is signed in by %j',
  (cookies) => {
    expect(sessionsAt(START).isSignedIn(cookies)).toBe(false);
  },
);

test('the cookie is found among others, also after one of the same name that is not ours', () => {
  const cookie = cookieOf(sessionsAt(START).begin());
  expect(sessionsAt(START).isSignedIn(`a=b; tocsin_session=x; ${cookie}; c=d`)).toBe(true);
  expect(sessionsAt(START).isSignedIn(cookie.replace('tocsin', 'x_tocsin'))).toBe(false);
});

test('the token is the token, and nothing that is like it', () => {
  const isToken = (given: string) => sessionsAt(START).isToken(given);
  expect(isToken(TOKEN)).toBe(true);
  for (const given of ['', TOKEN.slice(0, -1), `${TOKEN}x`, TOKEN.toUpperCase()]) {
    expect(isToken(given)).toBe(false);
  }
});
