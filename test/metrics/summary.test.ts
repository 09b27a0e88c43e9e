import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addsUp,
  changeOf,
  changeText,
  summarise,
  summaryFigures,
} from '../../src/metrics/summary.ts';

const MINUTE = 60_000;

function series(...values: number[]) {
  return values.map((value, index) => ({ at: index * MINUTE, value }));
}

describe('a summary', () => {
  test('says what was first, last and in between', () => {
    expect(summarise(series(4, 9, 2, 2, 9, 7), true)).toEqual({
      latest: { at: 5 * MINUTE, value: 7 },
      min: { at: 2 * MINUTE, value: 2 },
      mean: 5.5,
      max: { at: MINUTE, value: 9 },
      sum: 33,
    });
  });

  test('has no sum of what does not add up', () => {
    expect(summarise(series(1, 2), false)).not.toHaveProperty('sum');
  });

  test('of nothing is none', () => {
    expect(summarise([], true)).toBeUndefined();
  });

  test('is told in figures with their unit', () => {
    const summary = summarise(series(120, 1240.4, 333.333), false);
    expect(summary && summaryFigures(summary, 'ms')).toEqual([
      ['latest', '333 ms'],
      ['min', '120 ms'],
      ['mean', '565 ms'],
      ['max', '1,240 ms'],
    ]);
    const sums = summarise(series(2_000_000_000, 150_000_000), true);
    expect(sums && summaryFigures(sums, 'B').at(-1)).toEqual(['sum', '2.15 GB']);
  });

  test('lies between the lowest and the highest', () => {
    const figure = fc.double({ noNaN: true, min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(fc.array(figure, { minLength: 1 }), (values) => {
        const { min, mean, max } = summarise(series(...values), false) ?? {};
        const [low, high] = [Math.min(...values), Math.max(...values)];
        expect([min?.value, max?.value]).toEqual([low, high]);
        const rounding = (high - low + Math.abs(low)) * 1e-9;
        expect(mean).toBeGreaterThanOrEqual(low - rounding);
        expect(mean).toBeLessThanOrEqual(high + rounding);
      }),
    );
  });
});

test.each([
  ['Sum', true],
  ['SampleCount', true],
  ['tc90', true],
  ['TS(:95%)', true],
  ['Average', false],
  ['p99', false],
  ['tm95', false],
  ['TM(10%:90%)', false],
  [undefined, false],
])('periods of %s add up: %s', (statistic, expected) => {
  expect(addsUp(statistic)).toBe(expected);
});

describe('a change', () => {
  const change = (now: number[], before: number[], isSum = false) =>
    changeOf(summarise(series(...now), isSum), summarise(series(...before), isSum));

  test.each([
    [[120, 160], [100, 150], false, 'ms', 'mean up 12 % (+15 ms)'],
    [[3, 4], [10, 4], true, undefined, 'sum down 50 % (-7)'],
    [[10, 20], [20, 10], true, undefined, 'sum unchanged'],
    [[3], [2], false, '%', 'mean up 50 % (+1 points)'],
    [[5], [0], false, 'ms', 'mean up from 0 ms to 5 ms'],
    [[0], [0], false, 'ms', 'mean unchanged'],
    [[-5], [-10], false, undefined, 'mean up 50 % (+5)'],
    [[-5], [0], false, undefined, 'mean down from 0 to -5'],
    [[1000], [10], false, '/s', 'mean up 9,900 % (+990/s)'],
    // A period was lost: what adds up is compared as it is.
    [[6], [3, 3], true, undefined, 'sum unchanged'],
  ])('from %j to %j', (now, before, isSum, sign, text) => {
    const found = change(now, before, isSum);
    expect(found && changeText(found, sign)).toBe(text);
  });

  test.each([
    [[], [1]],
    [[1], []],
  ])('from %j to %j is not known', (now, before) => {
    expect(change(now, before)).toBeUndefined();
  });

  test('has the figures it was made of', () => {
    expect(change([150], [100])).toEqual({
      of: 'mean',
      now: 150,
      before: 100,
      absolute: 50,
      percent: 50,
    });
    expect(change([150], [0])).not.toHaveProperty('percent');
  });
});
