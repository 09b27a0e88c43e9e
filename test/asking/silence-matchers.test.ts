import { describe, expect, test } from 'vitest';
import { readMatchers } from '../../src/asking/silence-matchers.ts';

describe('what a person writes to be matched', () => {
  const costly = `alertname=~"${'.{0,1000}'.repeat(100)}y"`;

  test('may not keep the bot busy: a pattern that takes too many steps is refused', () => {
    expect(() => readMatchers([costly])).toThrow('too costly to match');
    expect(() => readMatchers(['a=~".{0,1000}.{0,1000}y"'])).toThrow('too costly to match');
  });

  test('may not do so in several patterns either', () => {
    const one = 'a=~".{0,600}x"';
    expect(readMatchers([one])).toHaveLength(1);
    expect(() => readMatchers([one, one, one])).toThrow('too costly to match');
  });

  test('may repeat a little', () => {
    const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
    expect(readMatchers([`id=~"${uuid}"`, 'account=~"[0-9]{12}"'])).toHaveLength(2);
  });

  test('may be a long list of names', () => {
    const names = Array.from({ length: 100 }, (_, index) => `orders-${index}-prod-eu`);
    expect(readMatchers([`host=~"${names.join('|')}"`])).toHaveLength(1);
  });
});
