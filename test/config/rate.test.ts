import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Mistake } from '../../src/config/mistake.ts';
import { parseRate } from '../../src/config/rate.ts';
import { parseSize } from '../../src/config/size.ts';
import { mistakeOr } from './mistake-or.ts';

describe('a rate', () => {
  test.each([
    ['50/s', { burst: 50, perSecond: 50 }],
    ['300/m', { burst: 300, perSecond: 5 }],
    [' 3600/h ', { burst: 3600, perSecond: 1 }],
  ])('of %s is read', (text, rate) => {
    expect(parseRate(text)).toEqual(rate);
  });

  test.each([
    ['50', 'write a rate such as 50/s'],
    ['10 per minute', 'write a rate such as 10/m'],
    ['0/s', 'write a rate such as 50/s'],
    ['7/d', 'write a rate such as 7/s'],
    ['', 'write a rate such as 50/s'],
  ])('of %j is refused, with what to write', (text, hint) => {
    expect(mistakeOr(() => parseRate(text))).toMatchObject({ hint });
  });
});

describe('a size', () => {
  test.each([
    ['1000B', 1000],
    ['512KiB', 524_288],
    ['4 MiB', 4_194_304],
    ['16MiB', 16_777_216],
  ])('of %s is read', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  test.each([
    ['4MB', 'write a size such as 512KiB or 4MiB'],
    ['4194304', 'write a size such as 512KiB or 4MiB'],
    ['0B', 'write a size such as 512KiB or 4MiB'],
    ['17MiB', 'write at most 16MiB'],
  ])('of %j is refused, with what to write', (text, hint) => {
    expect(mistakeOr(() => parseSize(text))).toMatchObject({ hint });
  });
});

test('any text is a rate or a size that makes sense, or a Mistake', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const rate = mistakeOr(() => parseRate(text));
      const size = mistakeOr(() => parseSize(text));
      expect(rate instanceof Mistake || rate.perSecond > 0).toBe(true);
      expect(size instanceof Mistake || size > 0).toBe(true);
    }),
  );
});
