import { expect, test } from 'vitest';
import { sparkline } from '../../src/alert/sparkline.ts';

test.each([
  ['rises', [0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
  ['has a gap', [1, undefined, 8, Number.NaN, 1], '▁ █ ▁'],
  ['is flat', [3, 3, 3], '▁▁▁'],
  ['is below zero', [-8, -1], '▁█'],
  ['is nothing', [], ''],
  ['is not known', [undefined, undefined], '  '],
])('what %s', (_, values, text) => {
  expect(sparkline(values)).toBe(text);
});

test('counts stand on zero, so that what is nearly even looks so', () => {
  expect(sparkline([7, 8, 7], 0)).toBe('▇█▇');
  expect(sparkline([0, 0], 0)).toBe('▁▁');
});

test('with a top, what is small looks so, and what is higher than that does not look higher', () => {
  expect(sparkline([0.01, 0.02, 0.3], 0, 0.3)).toBe('▁▁█');
  expect(sparkline([0.01, 0.02, 0.01], 0, 0.3)).toBe('▁▁▁');
  expect(sparkline([0.3, 0.6], 0, 0.3)).toBe('▅█');
});
