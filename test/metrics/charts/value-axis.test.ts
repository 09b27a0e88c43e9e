import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ticksOf, valueAxis } from '../../../src/metrics/charts/value-axis.ts';

function written(values: readonly number[], unit?: string, limits?: readonly number[]): string[] {
  const axis = valueAxis(values, unit, limits);
  return ticksOf(axis).map(axis.write);
}

test.each([
  ['begins at zero', [120, 480], 'ms', ['0', '100 ms', '200 ms', '300 ms', '400 ms', '500 ms']],
  ['has one unit', [300, 2_400], 'ms', ['0', '0.5 s', '1 s', '1.5 s', '2 s', '2.5 s']],
  [
    'shows what lies close together',
    [99.2, 99.9],
    '%',
    ['99.2 %', '99.4 %', '99.6 %', '99.8 %', '100 %'],
  ],
  ['has no more than all', [40, 100], '%', ['0', '20 %', '40 %', '60 %', '80 %', '100 %']],
  ['reaches below zero', [-4, 6], undefined, ['-4', '-2', '0', '2', '4', '6']],
  ['of nothing', [], undefined, ['0', '0.2', '0.4', '0.6', '0.8', '1']],
  ['of nothing but zero', [0, 0], '/s', ['0', '0.2/s', '0.4/s', '0.6/s', '0.8/s', '1/s']],
  ['of one value', [7], undefined, ['0', '2', '4', '6', '8']],
])('an axis %s', (_, values, unit, ticks) => {
  expect(written(values, unit)).toEqual(ticks);
});

test('there is room beyond a limit', () => {
  expect(written([2], '%', [10])).toEqual(['0', '2 %', '4 %', '6 %', '8 %', '10 %', '12 %']);
});

test('every axis holds all values, and has few ticks', () => {
  const value = fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 })
    .filter((one) => one === 0 || Math.abs(one) > 1e-6);
  const unit = fc.constantFrom(undefined, '%', 'ms', 's', 'B', '/s', 'USD');
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), unit, (values, unit) => {
      const axis = valueAxis(values, unit);
      const slack = 1e-9 * Math.max(...values.map(Math.abs), 1e-9);
      expect(axis.min).toBeLessThanOrEqual(Math.min(...values) + slack);
      expect(axis.max).toBeGreaterThanOrEqual(Math.max(...values) - slack);
      const ticks = ticksOf(axis).map(axis.write);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(8);
    }),
  );
});
