import { describe, expect, it } from 'vitest';
import { figurePair, figureText } from '../../src/alert/figure.ts';

describe('a figure for people', () => {
  it.each([
    [17.2564528, '%', '17.3 %'],
    // Of an availability the nines are what counts.
    [99.9512345, '%', '99.951 %'],
    [0, undefined, '0'],
    [0.0205994, undefined, '0.0206'],
    [-4.56789, undefined, '-4.57'],
    [1234.5, 'ms', '1,235 ms'],
    [20_000, undefined, '20,000'],
    [999.96, undefined, '1,000'],
    [250_000, 'µs', '250 ms'],
    [999, 'B', '999 B'],
    [2_150_000_000, 'B', '2.15 GB'],
    [5e18, 'B', '5,000 PB'],
    [125_829_120, 'B/s', '126 MB/s'],
    [999, 'B/s', '999 B/s'],
    [12, '/s', '12/s'],
    [1e18, undefined, '1.00e+18'],
    [1e-9, undefined, '1.00e-9'],
  ])('%d in %s is %s', (value, sign, text) => {
    expect(figureText(value, sign)).toBe(text);
  });

  it('beside another has enough digits that different ones look different', () => {
    expect(figurePair(100.04, 100, '%')).toEqual(['100.04 %', '100 %']);
    expect(figurePair(5, 5, undefined)).toEqual(['5', '5']);
    expect(figurePair(1 + 2e-14, 1, undefined)).toEqual([String(1 + 2e-14), '1']);
  });
});
