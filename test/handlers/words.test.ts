import { expect, test } from 'vitest';
import { sentence } from '../../src/handlers/words.ts';

test.each([
  ['nothing fires', 'Nothing fires'],
  ['élan fehlt', 'Élan fehlt'],
  ['severity: write one', 'Severity: write one'],
  ['severity="" holds for all', 'severity="" holds for all'],
  ['alertname=~".*" holds for all', 'alertname=~".*" holds for all'],
  ['page.3f2a may be one of several groups', 'page.3f2a may be one of several groups'],
  ['"foo" is too much', '"foo" is too much'],
  ['', ''],
])('a sentence begins with a capital, but names stay as they are: %j', (text, said) => {
  expect(sentence(text)).toBe(said);
});
