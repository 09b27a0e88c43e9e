import { expect, test } from 'vitest';
import { valueText } from '../../../src/metrics/charts/scale.ts';

test.each([
  [0, 'ms', '0 ms'],
  [12.34, 'ms', '12.3 ms'],
  [999, 'ms', '999 ms'],
  [1_240, 'ms', '1.24 s'],
  [90_000, 'ms', '90 s'],
  [150_000, 'ms', '2.5 min'],
  [0.0031, 's', '3.1 ms'],
  [0.000_25, 's', '250 µs'],
  [7_200, 's', '2 h'],
  [3 * 86_400, 's', '3 d'],
  [850, 'µs', '850 µs'],
  [1_500, 'µs', '1.5 ms'],
  [2_150_000_000, 'B', '2.15 GB'],
  [512, 'MB', '512 MB'],
  [2_048, 'MB', '2.05 GB'],
  [1_500, 'B/s', '1.5 kB/s'],
  [9_500, undefined, '9,500'],
  [12_500, undefined, '12.5k'],
  [3_400_000, undefined, '3.4M'],
  [12_500, '/s', '12.5k/s'],
  [-12_500, '/s', '-12.5k/s'],
  [99.97, '%', '100 %'],
  [12.44, '%', '12.4 %'],
  [75, 'USD', '75 USD'],
  [5, 'messages', '5'],
])('%d %s is written %s', (value, unit, text) => {
  expect(valueText(value, unit)).toBe(text);
});
