import { describe, expect, test } from 'vitest';
import { isFromSlack } from '../../src/handlers/signature.ts';

/** The example of Slack's documentation: https://docs.slack.dev/authentication/verifying-requests-from-slack/ */
const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const TIMESTAMP = '1531420618';
const BODY =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
const SIGNATURE = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
const NOW = Number(TIMESTAMP) * 1000;
const MINUTE = 60_000;

function check(rest: object = {}, now = NOW, secret = SECRET): boolean {
  const signed = { timestamp: TIMESTAMP, signature: SIGNATURE, body: Buffer.from(BODY), ...rest };
  return isFromSlack(signed, secret, now);
}

describe('a request', () => {
  test('with Slack’s own example of a signature is Slack’s', () => {
    expect(check()).toBe(true);
  });

  test('is taken within five minutes, before or after', () => {
    expect(check({}, NOW + 5 * MINUTE)).toBe(true);
    expect(check({}, NOW - 5 * MINUTE)).toBe(true);
    expect(check({}, NOW + 5 * MINUTE + 1)).toBe(false);
    expect(check({}, NOW - 5 * MINUTE - 1)).toBe(false);
  });

  test.each([
    ['another body', { body: Buffer.from(`${BODY}x`) }],
    ['another time', { timestamp: '1531420619' }],
    ['no time', { timestamp: undefined }],
    ['a time that is none', { timestamp: 'NaN' }],
    ['a time in other words', { timestamp: '1531420618.0' }],
    ['no signature', { signature: undefined }],
    ['half a signature', { signature: SIGNATURE.slice(0, 30) }],
    ['another version', { signature: SIGNATURE.replace('v0', 'v1') }],
    ['capitals', { signature: SIGNATURE.toUpperCase() }],
  ])('with %s is not', (_, rest) => {
    expect(check(rest)).toBe(false);
  });

  test('is nobody’s where there is no secret', () => {
    expect(check({}, NOW, '')).toBe(false);
  });
});
