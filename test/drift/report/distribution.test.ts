import { expect, test } from 'vitest';
import { distributionOf } from '../../../src/drift/report/distribution.ts';
import { sorted } from '../../../src/drift/statistics/sort.ts';
import { evenly } from './columns.ts';

const of = (reference: readonly number[], current: readonly number[]) =>
  distributionOf(sorted(Float64Array.from(reference)), sorted(Float64Array.from(current)));

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

test('whole numbers of a small range have a bin each', () => {
  expect(of([0, 1, 1, 2], [1, 3])).toEqual({
    edges: [-0.5, 0.5, 1.5, 2.5, 3.5],
    reference: [1, 2, 1, 0],
    current: [0, 1, 0, 1],
  });
});

test('whole numbers of a large range share bins that are whole, too', () => {
  const { edges } = of(evenly(0, 1_000, 1_000), evenly(0, 1_000, 1_000));
  const widths = new Set(edges.slice(1).map((edge, bin) => edge - (edges[bin] ?? 0)));
  expect([...widths]).toEqual([34]);
});

test('a few values far out do not squeeze all others into one bin, and are counted', () => {
  const { edges, reference } = of([...evenly(0.1, 1, 999), 1e9], evenly(0.1, 1, 999));
  expect(edges.at(-1)).toBeLessThan(1.1);
  expect(sum(reference)).toBe(1_000);
  expect(reference.filter((count) => count > 0)).toHaveLength(30);
});

test('what has moved beyond the reference is shown, as far as there is room', () => {
  const near = of(evenly(0.1, 1), evenly(1.1, 2));
  expect(near.edges.at(-1)).toBeGreaterThan(1.8);
  const far = of(evenly(0.1, 1), evenly(1e6, 2e6));
  expect(far.edges.at(-1)).toBeLessThan(2);
  expect(far.current.at(-1)).toBe(100);
});

test('a single value has a bin around it', () => {
  expect(of([0.25], [0.25])).toEqual({ edges: [-0.25, 0.75], reference: [1], current: [1] });
});

test.each([
  ['a constant that moved', [0.5, 0.5], [1.5, 1.5]],
  ['a constant that began to vary', [0.5, 0.5], evenly(0, 1)],
  ['the ends of what a number can be', [-Number.MAX_VALUE, Number.MAX_VALUE], [0.5]],
])('%s is counted whole', (_, reference, current) => {
  const counts = of(reference, current);
  expect(sum(counts.reference)).toBe(reference.length);
  expect(sum(counts.current)).toBe(current.length);
});
