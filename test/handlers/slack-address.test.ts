import { expect, test } from 'vitest';
import { isSlackAddress } from '../../src/handlers/slack-address.ts';

const API = 'https://slack.com/api/';
const PROXY = 'http://127.0.0.1:8080/api/';

test.each([
  ['https://hooks.slack.com/commands/T0ACME/1/abc', API, true],
  ['https://hooks.slack-gov.com/actions/T0ACME/1/abc', API, true],
  ['https://hooks.slack.com/commands/T0ACME/1/abc', PROXY, true],
  ['http://127.0.0.1:9090/hook', PROXY, true],
  ['http://hooks.slack.com/commands/T0ACME/1/abc', API, false],
  ['https://hooks.slack.com:6379/', API, false],
  ['https://key@hooks.slack.com/', API, false],
  ['https://hooks.slack.com.evil.example/', API, false],
  ['https://evil-slack.com/', API, false],
  ['https://evil.example/?https://hooks.slack.com/', API, false],
  ['http://127.0.0.1:9090/hook', API, false],
  ['http://169.254.169.254/latest/meta-data', PROXY, false],
  ['file:///etc/passwd', API, false],
  ['hook', API, false],
])('%s is Slack’s beside %s: %s', (address, apiUrl, isSlacks) => {
  expect(isSlackAddress(address, apiUrl)).toBe(isSlacks);
});
