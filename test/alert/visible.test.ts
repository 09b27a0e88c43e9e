import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visible } from '../../src/alert/visible.ts';

describe('of a text only what people can see is left', () => {
  test.each([
    [
      'what turns the direction',
      'gpj.\u202Eevil\u202C \u2066x\u2069 \u200Ey\u200F \u061Cz',
      'gpj.evil x y z',
    ],
    ['what has no width', 'a\u200Bd\u2060m\uFEFFi\u00ADn\u180E', 'admin'],
    ['joiners that join nothing', '\u200Da\u200Cd\u200D\u200Cmin \u200D', 'admin '],
    ['tags, which hide a text in a text', 'ok\u{E0068}\u{E0069}\u{E007F}', 'ok'],
    ['line separators', 'a\u2028b\u2029c', 'a b c'],
  ])('without %s', (_, text, seen) => {
    expect(visible(text)).toBe(seen);
  });

  test('control characters, which separate words, become blanks, and lines stay lines', () => {
    expect(visible('one\ttwo\r\nthree\u0000\u0007\u001B[2J\u0085')).toBe('one two \nthree   [2J ');
  });

  test('joiners stay where scripts and pictures need them', () => {
    for (const text of ['👩‍💻 👩🏽‍🚒 ❤️‍🔥', 'می‌خواهم', 'क्‍ष', 'قیمت', 'שלום']) {
      expect(visible(text)).toBe(text);
    }
  });

  test('and a text without such characters is left as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'é', '漢', '🔥', '\n', ' ') }), (text) => {
        expect(visible(text)).toBe(text);
      }),
    );
  });

  test('twice is as good as once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
  });
});
