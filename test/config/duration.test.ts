import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../src/config/duration.ts';
import { Mistake } from '../../src/config/mistake.ts';
import { mistakeOr } from './mistake-or.ts';

describe('parseDuration', () => {
  test.each([
    ['0', 0],
    ['0s', 0],
    ['100ms', 100],
    ['4s900ms', 4900],
    ['1h30m', 5_400_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    ['1y', 31_536_000_000],
    ['1y2w3d4h5m6s7ms', 33_019_506_007],
    ['90m', 5_400_000],
  ])('reads %s as %i ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  test.each([
    ['5', 'write 5s for seconds or 5m for minutes'],
    ['5min', 'write 5m'],
    ['5 m', 'write 5m'],
    ['90 seconds', 'write 1m30s'],
    ['1.5h', 'write 1h30m'],
    ['30m1h', 'write 1h30m'],
    ['1 day', 'write 1d'],
    ['-5m', 'write a duration such as 30s, 5m or 1h30m'],
    ['', 'write a duration such as 30s, 5m or 1h30m'],
    ['soon', 'write a duration such as 30s, 5m or 1h30m'],
    ['1month', 'write a duration such as 30s, 5m or 1h30m'],
  ])('refuses %j and says what to write', (text, hint) => {
    const mistake = mistakeOf(text);
    expect(mistake.message).toBe(`${JSON.stringify(text)} is not a duration`);
    expect(mistake.hint).toBe(hint);
  });

  test('refuses what does not fit into 64-bit nanoseconds, as Prometheus does', () => {
    expect(parseDuration('292y')).toBe(292 * 31_536_000_000);
    expect(mistakeOf('293y').message).toBe('"293y" is too long');
    expect(mistakeOf(`${'9'.repeat(400)}y`).hint).toBe('write a duration of at most 292 years');
  });

  test('says something about any text, and never anything but a Mistake', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = mistakeOr(() => parseDuration(text));
        expect(result instanceof Mistake || result >= 0).toBe(true);
      }),
    );
  });
});

describe('formatDuration', () => {
  test.each([
    [0, '0s'],
    [90_000, '1m30s'],
    [604_800_000, '1w'],
    [86_400_000 * 8, '8d'],
    [86_400_000 + 3_600_000, '25h'],
    [4900, '4s900ms'],
  ])('writes %i ms as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  test('is read back as what it was written from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 292 * 31_536_000_000 }), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds))).toBe(milliseconds);
      }),
    );
  });
});

function mistakeOf(text: string): Mistake {
  const result = mistakeOr(() => parseDuration(text));
  if (result instanceof Mistake) return result;
  throw new Error(`${text} was accepted`);
}
