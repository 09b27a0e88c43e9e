import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { levenshtein, nearest } from '../../src/config/nearest.ts';

test.each([
  ['', '', 0],
  ['kitten', 'sitting', 3],
  ['flaw', 'lawn', 2],
  ['abc', '', 3],
])('the distance of %j and %j is %i', (a, b, distance) => {
  expect(levenshtein(a, b)).toBe(distance);
});

test('the distance is the same both ways, and zero only for the same word', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(levenshtein(a, b)).toBe(levenshtein(b, a));
      expect(levenshtein(a, b) === 0).toBe(a === b);
    }),
  );
});

test.each([
  ['recievers', 'receivers'],
  ['slakc', 'slack'],
  ['Route', 'route'],
  ['data-dir', 'data_dir'],
  ['group_intervall', 'group_interval'],
])('%s was meant as %s', (word, meant) => {
  const known = ['route', 'receivers', 'slack', 'data_dir', 'group_wait', 'group_interval'];
  expect(nearest(word, known)).toBe(meant);
});

test.each(['prometheus', 'x', '', 'a'.repeat(100_000)])(
  'nothing is near a strange word',
  (word) => {
    expect(nearest(word, ['route', 'receivers', 'slack'])).toBeUndefined();
  },
);
