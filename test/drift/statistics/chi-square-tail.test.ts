import { expect, test } from 'vitest';
import { chiSquareTail } from '../../../src/drift/statistics/chi-square-tail.ts';
import { expectNear, scipy } from './scipy.ts';

test('SciPy says the same, far in the tail too', () => {
  for (const [dof, statistic, theirs] of scipy.chiSquareTail) {
    expectNear(chiSquareTail(statistic, dof), theirs, `${dof} degrees, ${statistic}`);
  }
});

test('at two degrees it is the exponential, at any it falls from 1 to 0', () => {
  expect(chiSquareTail(1_300, 2)).toBeCloseTo(Math.exp(-650), 290);
  for (const dof of [1, 2, 7, 500]) {
    expect(chiSquareTail(0, dof)).toBe(1);
    expect(chiSquareTail(Infinity, dof)).toBe(0);
    let last = 1;
    for (let statistic = 0; statistic < 3 * dof + 50; statistic += dof / 20) {
      const tail = chiSquareTail(statistic, dof);
      expect(tail).toBeLessThanOrEqual(last);
      last = tail;
    }
  }
});
