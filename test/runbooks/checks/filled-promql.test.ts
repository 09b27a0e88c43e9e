import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bareVariables, escapedPromql } from '../../../src/runbooks/checks/filled-promql.ts';

test.each([
  ['depth{queue="{{ labels.queue }}"}', []],
  ['depth{queue=\'{{ labels.queue }}\'} or x{a="{{ value }}"}', []],
  ['depth{queue="\\"{{ labels.queue }}"}', []],
  ['depth{queue={{ labels.queue }}}', ['labels.queue']],
  ['depth{a="b"} > {{ threshold }}', ['threshold']],
  ['depth{a="\\\\"} > {{ threshold }}', ['threshold']],
  ['depth{queue=`{{ labels.queue }}`}', ['labels.queue']],
  ['depth # "\n > {{ value }} # "', ['value']],
])('%s has %j in no quotes', (text, names) => {
  expect(bareVariables(text).map(({ name }) => name)).toEqual(names);
});

test('no value ends the string that it stands in', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('"', "'"), (value, quote) => {
      const inside = escapedPromql(value);
      expect(inside).not.toContain(quote);
      // Every backslash begins an escape of ours, so that none takes the closing quote with it.
      expect(inside.replaceAll(/\\x(?:22|27|5c)/gu, '')).not.toContain('\\');
    }),
  );
});
