import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Mistake } from '../../../src/config/mistake.ts';
import { splitWords } from '../../../src/handlers/commands/words.ts';

/** Whether a line is read into words that are there, or refused in words for people. */
function isRead(line: string): boolean {
  try {
    return splitWords(line).every(({ raw }) => raw !== '');
  } catch (error) {
    return error instanceof Mistake;
  }
}

function texts(line: string): readonly string[] {
  return splitWords(line).map(({ text }) => text);
}

describe('what follows a command', () => {
  test.each([
    ['', []],
    ['  2h   team=data ', ['2h', 'team=data']],
    ['"two words" one', ['two words', 'one']],
    ['“two words” „two more”', ['two words', 'two more']],
    [String.raw`"a \"quote\" and a \\"`, ['a "quote" and a \\']],
    ["'two words' don't", ['two words', "don't"]],
    ['‘two words’ don’t', ['two words', 'don’t']],
    ['a\u00a0b', ['a', 'b']],
    ['team=~"a|b c"x', ['team=~a|b cx']],
    ['a&amp;b &lt;x&gt; "&amp;amp;"', ['a&b', '<x>', '&amp;']],
    ['<http://orders.example.com|orders.example.com>', ['orders.example.com']],
    ['host=<http://orders.example.com>', ['host=http://orders.example.com']],
    ['<@U0ANA|ana maria> <#C0OPS|ops>', ['ana maria', 'ops']],
  ])('%s', (line, words) => {
    expect(texts(line)).toEqual(words);
  });

  test('is not taken apart where it is longer than anybody types', () => {
    expect(texts('<http:'.repeat(1_000))).toHaveLength(1);
    expect(() => splitWords('<http:'.repeat(10_000))).toThrow('that is too long');
  });

  test('whom and what it names is known by id', () => {
    expect(splitWords('<@U0ANA|ana> <#C0OPS|> <!subteam^S0OPS|@ops> ana')).toMatchObject([
      { text: 'ana', mention: { kind: 'user', id: 'U0ANA' } },
      { text: 'C0OPS', mention: { kind: 'channel', id: 'C0OPS' } },
      { text: '@ops', mention: { kind: 'group', id: 'S0OPS' } },
      { text: 'ana' },
    ]);
  });

  test('matchers keep their quotes, straight ones', () => {
    expect(splitWords('team=~“a, b” "all of it"')).toMatchObject([
      { raw: 'team=~"a, b"', isQuoted: false },
      { raw: '"all of it"', isQuoted: true },
    ]);
  });

  test('quotes that do not end are a mistake', () => {
    expect(() => splitWords('a “b c')).toThrow('the quotes that begin at');
  });

  test('whatever was typed, words are held together by quotes, straight or not', () => {
    const quotes = fc.constantFrom('""', '“”', '„“', '””');
    const escaped = (word: string): string =>
      word
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll(/["“”„‟\\]/gu, String.raw`\$&`);
    const straight = (word: string): string => word.replaceAll(/[“”„‟]/gu, '"');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), quotes)), (words) => {
        const line = words.map(([word, [open, close]]) => `${open}${escaped(word)}${close}`);
        expect(texts(line.join(' '))).toEqual(words.map(([word]) => straight(word)));
      }),
    );
  });

  test('nothing that can be typed is worse than a mistake', () => {
    const unit = fc.constantFrom(...Array.from('"“\'‘’<>@#!|&;\\ab= —-\n\u00a0\u{1f600}'));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit })), (line) => {
        expect(isRead(line)).toBe(true);
      }),
    );
  });
});
