import { expect, test } from 'vitest';
import type { Distributions } from '../../../src/metrics/charts/chart.ts';
import { pictureSvg } from '../../../src/metrics/charts/svg.ts';
import { linesOf, readOf } from './read-svg.ts';

const drift: Distributions = {
  title: 'price',
  note: 'KS 0.42: drifted',
  unit: 'USD',
  edges: [0, 10, 20, 30],
  reference: { label: 'training', counts: [50, 50, 0] },
  current: { label: 'last hour', counts: [0, 1, 1] },
  theme: 'light',
};

test('two distributions lie over one another in shares, however many values each has', () => {
  const svg = pictureSvg(drift);
  expect(readOf(svg)).toEqual(
    expect.arrayContaining([
      'price',
      'KS 0.42: drifted',
      'training',
      'last hour',
      '50 %',
      '20 USD',
    ]),
  );
  const tops = linesOf(svg, { width: 4 }).map(([points = []]) =>
    Math.min(...points.filter((_, index) => index % 2 === 1)),
  );
  expect(tops).toHaveLength(2);
  expect(tops[0]).toBe(tops[1]);
});

test('no values at all are no data', () => {
  const none = { label: 'none', counts: [0, Number.NaN, 0] };
  const svg = pictureSvg({ ...drift, reference: none, current: none });
  expect(readOf(svg)).toContain('No data');
  expect(linesOf(svg, { width: 4 })).toEqual([]);
});
