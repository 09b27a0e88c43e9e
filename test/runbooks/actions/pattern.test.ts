import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { isLike } from '../../../src/runbooks/actions/pattern.ts';

test('a name is like itself, whatever is in it, and like the stars that it is cut into', () => {
  const literal = string({ unit: 'grapheme', maxLength: 20 }).filter((one) => !/[*?]/u.test(one));
  assert(
    property(literal, literal, literal, (a, b, c) => {
      expect(isLike(a, a)).toBe(true);
      expect(isLike(a + b + c, `${a}*${c}`)).toBe(true);
      expect(isLike(`${a}x`, a)).toBe(false);
    }),
  );
});

test.each([
  ['orders-api', 'orders-*', true],
  ['shop/orders', 'shop/*', true],
  ['orders', 'order?', true],
  ['orders', 'order', false],
  ['my-orders', 'orders*', false],
  ['orders-api', 'orders.api', false],
  ['orders', '(o+)+$', false],
  ['a'.repeat(50_000), `${'*a'.repeat(20)}*b`, false],
  ['', '**', true],
  ['', '?', false],
])('%s is like %s: %s', (name, pattern, is) => {
  expect(isLike(name, pattern)).toBe(is);
});
