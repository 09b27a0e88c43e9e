import { expect, test } from 'vitest';
import {
  degreeOf,
  dropOf,
  isClickedLess,
  worstDegree,
} from '../../../src/drift/degradation/degree.ts';

test.each([
  [0.8, 0.8, 'none'],
  [0.8, 0.9, 'none'],
  [0.8, 0.7761, 'none'],
  [0.8, 0.776, 'minor'], // 3 %, and 3.0000000000000027 % in binary
  [0.7, 0.679, 'minor'], // 3 %, and 2.9999999999999916 % in binary
  [0.8, 0.7601, 'minor'],
  [0.8, 0.76, 'moderate'], // 5 %
  [0.6, 0.57, 'moderate'], // 5 %, and 5.000000000000006 % in binary
  [0.8, 0.72, 'moderate'], // 10 %, and 10.000000000000009 % in binary
  [0.7, 0.63, 'moderate'], // 10 %, and 9.999999999999993 % in binary
  [0.8, 0.7199, 'severe'],
  [0.8, 0, 'severe'],
  [0, 0.5, 'none'],
])('an F1 of %d that is %d now is a degradation of degree %s', (before, now, degree) => {
  expect(degreeOf(dropOf(before, now))).toBe(degree);
});

test('exact hundredths of any baseline are on the side they are written on', () => {
  for (let baseline = 1; baseline <= 1000; baseline += 1) {
    const before = baseline / 1000;
    for (const [percent, degree] of [
      [3, 'minor'],
      [5, 'moderate'],
      [10, 'moderate'],
    ] as const) {
      expect(degreeOf(dropOf(before, before * (1 - percent / 100))), `${before}`).toBe(degree);
      expect(degreeOf(dropOf(before, before - before * (percent / 100))), `${before}`).toBe(degree);
    }
  }
});

test('20 % fewer clicks are no incident, more than that are', () => {
  expect(isClickedLess(dropOf(0.03, 0.024))).toBe(false);
  expect(isClickedLess(dropOf(0.03, 0.0239))).toBe(true);
  expect(isClickedLess(undefined)).toBe(false);
});

test('the gravest of several counts', () => {
  expect(worstDegree(['minor', 'severe', 'none'])).toBe('severe');
  expect(worstDegree([])).toBe('none');
});
