import { assert, constantFrom, oneof, property, string, webUrl } from 'fast-check';
import { expect, test } from 'vitest';
import { wayOn } from '../../../src/web/sign-in/way-on.ts';

test.each([
  ['/queues/queue/chat?status=failed', '/queues/queue/chat?status=failed'],
  ['/a/../queues', '/queues'],
])('%s is gone on to as %s', (wanted, way) => {
  expect(wayOn(wanted, '/home')).toBe(way);
});

test.each([
  null,
  undefined,
  '',
  'queues',
  'https://example.com/',
  '//example.com/',
  '/\\example.com/',
  '/\t/example.com/',
  '/.//example.com/',
  '/a/..//example.com/',
  'javascript:alert(1)',
])('%j is nowhere to go on to', (wanted) => {
  expect(wayOn(wanted, '/home')).toBe('/home');
});

test('nothing leads to another site', () => {
  const tricky = string({
    unit: constantFrom('/', '\\', '.', '\t', '\n', '@', ':', '?', '#', 'a', '%2f', 'é', ' '),
  });
  assert(
    property(oneof(tricky, webUrl(), string()), (rest) => {
      for (const wanted of [rest, `/${rest}`]) {
        const way = wayOn(wanted, '/home');
        const url = new URL(way, 'https://tocsin.example.com/sign-in');
        expect(url.origin).toBe('https://tocsin.example.com');
        // It goes into a header.
        expect(way).toMatch(/^[\u0021-\u007e]+$/u);
      }
    }),
  );
});
