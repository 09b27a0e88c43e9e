import { expect, test } from 'vitest';
import { createRedaction } from '../../../src/intake/recording/redact.ts';

const redacted = createRedaction(['hunter2-and-more', 'short']);

test('of an SNS envelope the signature and the addresses with tokens are taken out, the rest stays', () => {
  const envelope = {
    Type: 'Notification',
    MessageId: 'one',
    Message: 'disk full',
    Signature: 'abc',
    SigningCertURL: 'https://sns.us-east-1.amazonaws.com/x.pem',
    UnsubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe',
    SubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Token=abc',
    Token: 'abc',
  };
  expect(redacted(envelope)).toEqual({
    ...envelope,
    Signature: '[removed]',
    SigningCertURL: '[removed]',
    UnsubscribeURL: '[removed]',
    SubscribeURL: '[removed]',
    Token: '[removed]',
  });
});

test.each([
  ['curl -H "Authorization: Bearer abcdefgh.ijkl"', 'curl -H "Authorization: Bearer [removed]"'],
  ['see https://bob:pa55@example.com/x', 'see https://bob:[removed]@example.com/x'],
  ['https://x.example/?a=1&token=abc&b=2', 'https://x.example/?a=1&token=[removed]&b=2'],
  ['xoxb-1234567890-abc', '[removed]'],
  ['the password is hunter2-and-more.', 'the password is [removed].'],
  ['https://x.example/hunter2-and-more', 'https://x.example/[removed]'],
  ['a short word', 'a short word'],
])('of the text %s stays %s', (text, left) => {
  expect(redacted({ note: text })).toEqual({ note: left });
});

test('what SNS carries as JSON is looked into, and left as it was sent where nothing is secret', () => {
  const plain = '{ "AlarmName":"a" }';
  expect(redacted({ Message: plain })).toEqual({ Message: plain });
  expect(redacted({ Message: '{ "a": 1, "password": "x" }' })).toEqual({
    Message: '{"a":1,"password":"[removed]"}',
  });
});

test.each([
  ['\n {"token":"abc"}', '{"token":"[removed]"}'],
  ['[{"token":"abc"}]', '[{"token":"[removed]"}]'],
])('so it is with %j', (text, left) => {
  expect(redacted(text)).toBe(left);
});

test('of what CloudTrail tells of credentials those that let anybody in are taken out', () => {
  const credentials = { accessKeyId: 'ASIAEXAMPLE', sessionToken: 'abc', secretAccessKey: 'abc' };
  expect(redacted({ detail: { responseElements: { credentials } } })).toEqual({
    detail: {
      responseElements: {
        credentials: { ...credentials, sessionToken: '[removed]', secretAccessKey: '[removed]' },
      },
    },
  });
});

test('a label keeps its value whatever it is called, for it says which alert it is', () => {
  const body = { alerts: [{ labels: { alertname: 'a', token: 'csrf' }, token: 'abc' }] };
  expect(redacted(body)).toEqual({
    alerts: [{ labels: { alertname: 'a', token: 'csrf' }, token: '[removed]' }],
  });
});
