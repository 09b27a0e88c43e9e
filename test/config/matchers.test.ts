import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matcher, matcherText, type MatcherOperator } from '../../src/alert/matcher.ts';
import { parseMatchers } from '../../src/config/matchers.ts';
import { Mistake } from '../../src/config/mistake.ts';
import { mistakeOr } from './mistake-or.ts';

describe('parseMatchers reads what Alertmanager reads', () => {
  test.each([
    ['a="b"', [['a', '=', 'b']]],
    ['a!="b"', [['a', '!=', 'b']]],
    ['a=~"b|c"', [['a', '=~', 'b|c']]],
    ['a!~"b.*"', [['a', '!~', 'b.*']]],
    ['  a = "b"  ', [['a', '=', 'b']]],
    ['a=b', [['a', '=', 'b']]],
    ['a=', [['a', '=', '']]],
    ['a=""', [['a', '=', '']]],
    ['a=b c', [['a', '=', 'b c']]],
    ['a=~[a-z]{2}', [['a', '=~', '[a-z]{2}']]],
    ['a="b,c"', [['a', '=', 'b,c']]],
    [
      'a="b",c!~"d"',
      [
        ['a', '=', 'b'],
        ['c', '!~', 'd'],
      ],
    ],
    [
      '{a="b", c=d,}',
      [
        ['a', '=', 'b'],
        ['c', '=', 'd'],
      ],
    ],
    ['a="say \\"hi\\""', [['a', '=', 'say "hi"']]],
    ['a="back\\\\slash"', [['a', '=', 'back\\slash']]],
    ['a="two\\nlines"', [['a', '=', 'two\nlines']]],
    ['a="\\u00e9\\x41\\101\\t"', [['a', '=', 'éAA\t']]],
    ['a=~"b\\.c"', [['a', '=~', 'b\\.c']]],
    ['a=~"\\d+\\"x"', [['a', '=~', '\\d+"x']]],
    ['näme=y', [['näme', '=', 'y']]],
    ['"utf-8 näme"="y"', [['utf-8 näme', '=', 'y']]],
    ['job:rate="y"', [['job:rate', '=', 'y']]],
  ])('%s', (text, expected) => {
    const found = parseMatchers(text).map((one) => [one.name, one.operator, one.value]);
    expect(found).toEqual(expected);
  });
});

describe('parseMatchers says what to write instead of', () => {
  test.each([
    ['a=="b"', '== is not an operator', 'write a="b"'],
    ['a: b', '"a: b" is not a matcher', 'write a="b"'],
    ['a~="b"', '"a~=\\"b\\"" is not a matcher', 'write a=~"b"'],
    ["a='b'", '"\'b\'" is in single quotes', 'write a="b"'],
    ['a', '"a" is not a matcher', 'write name="value"; the operators are =, !=, =~ and !~'],
    ['', '"" has no matcher', 'write name="value"; the operators are =, !=, =~ and !~'],
    ['{}', '"{}" has no matcher', 'write name="value"; the operators are =, !=, =~ and !~'],
    ['="b"', '"=\\"b\\"" names no label', 'write name="value"; the operators are =, !=, =~ and !~'],
    [
      '""="b"',
      'the name of a label is empty',
      'write name="value"; the operators are =, !=, =~ and !~',
    ],
    ['{a="b"', '"{a=\\"b\\"" has no closing }', 'add the }'],
    [
      'a="b',
      'the quotes in "\\"b" don\'t match',
      'write a="…" and put a backslash before quotes inside',
    ],
    ['a=b"c', '"b\\"c" can\'t be read as a value', 'put the value in double quotes: a="bc"'],
    [
      'a=~"("',
      '"(" is not a regular expression (missing closing ): `(`)',
      'write it in RE2 syntax, with a backslash before characters meant literally',
    ],
    [
      'a=~"(?!x)y"',
      '"(?!x)y" is not a regular expression (invalid or unsupported Perl syntax: `(?!`)',
      'RE2 has no look-around: write a second matcher, with !~',
    ],
    [
      'a!~"(x)\\1"',
      '"(x)\\\\1" is not a regular expression (invalid escape sequence: `\\1`)',
      'RE2 has no back-references: write the alternatives out',
    ],
    [
      'a=~"*x"',
      '"*x" is not a regular expression (missing argument to repetition operator: `*`)',
      'write .*x',
    ],
  ])('%s', (text, message, hint) => {
    expect(() => parseMatchers(text)).toThrow(expect.objectContaining({ message, hint }));
  });
});

test('a matcher that is written out is read back as the same', () => {
  const operator = fc.constantFrom<MatcherOperator>('=', '!=');
  // JSON writes DEL and lone surrogates in ways Go doesn't; labels hold neither.
  const value = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(operator, value, (sign, text) => {
      const [found] = parseMatchers(matcherText(matcher('label', sign, text)));
      expect([found?.operator, found?.value]).toEqual([sign, text]);
    }),
  );
});

test('any text gives matchers or a Mistake', () => {
  const piece = fc.constantFrom('a', '=', '~', '!', '"', '\\', ',', '{', '}', ' ', "'", '(', 'é');
  const text = fc.oneof(
    fc.string(),
    fc.array(piece).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(text, (input) => {
      const result = mistakeOr(() => parseMatchers(input));
      expect(result instanceof Mistake || result.length > 0).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
