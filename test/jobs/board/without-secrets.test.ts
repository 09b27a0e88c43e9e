import { expect, test } from 'vitest';
import { withoutSecrets } from '../../../src/jobs/board/without-secrets.ts';

test.each([
  [
    'connect ECONNREFUSED redis://127.0.0.1:6379/2',
    'connect ECONNREFUSED redis://127.0.0.1:6379/…',
  ],
  [
    'POST https://hooks.slack.com/commands/T1/2/s3cret failed (404)',
    'POST https://hooks.slack.com/… failed (404)',
  ],
  ['at "https://user:pass@example.com/a?key=1#b", twice', 'at "https://example.com/…", twice'],
  ['https://user:p@ss@example.com', 'https://example.com/…'],
  ['https://example.com?key=s3cret', 'https://example.com/…'],
  ['no key: R0123456789 is not known', 'no key: [redacted] is not known'],
  ['the key R0123456789abc, and abc', 'the key [redacted], and abc'],
  ['a word stays: short', 'a word stays: short'],
])('%s is shown as %s', (text, shown) => {
  expect(withoutSecrets(text, ['R0123456789', 'R0123456789abc', 'short', ''])).toBe(shown);
});
