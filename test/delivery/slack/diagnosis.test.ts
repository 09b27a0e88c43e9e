import { expect, test } from 'vitest';
import { refusal } from '../../../src/delivery/slack/diagnosis.ts';

test.each([
  ['token_revoked', 'service', "the bot's token was revoked"],
  ['invalid_auth', 'service', "the bot's token is not valid"],
  ['account_inactive', 'service', 'the app was removed'],
  ['missing_scope', 'service', 'the app lacks a permission'],
  ['is_archived', 'address', 'the channel is archived'],
  ['is_inactive', 'address', 'the channel is archived'],
  ['channel_not_found', 'address', 'there is no such channel'],
  ['not_in_channel', 'address', 'the bot is not in the channel'],
  ['user_disabled', 'address', 'the user was deactivated'],
  ['restricted_action', 'address', 'the bot may not post there'],
])('%s is explained, with what to do', (error, concerns, problem) => {
  const result = refusal(error);
  expect(result).toMatchObject({ outcome: 'reject', why: error, diagnosis: { concerns } });
  const { diagnosis } = result.outcome === 'reject' ? result : {};
  expect(diagnosis?.problem).toContain(problem);
  expect(diagnosis?.remedy).toMatch(/^[A-Z].*\.$/u);
});

test.each(['invalid_blocks', 'constructor', '__proto__'])(
  'an error that says nothing about channel or token (%s) is told as it is',
  (error) => {
    expect(refusal(error)).toEqual({ outcome: 'reject', why: error });
  },
);
