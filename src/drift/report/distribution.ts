import { countBelow } from '../statistics/count-below.ts';
import type { Sorted } from '../statistics/sort.ts';
import { quantile } from '../statistics/quantile.ts';
import type { Distribution } from './report.ts';

const MOST_BINS = 30;

/**
 * How both are distributed, over bins of the same width, at most 30. They span what 99 % of the
 * reference span and reach out to what 99 % of the current values do, at most by as much again on
 * either side: a few values far out do not squeeze all others into one bin. Whole numbers of a small
 * range have a bin each.
 */
export function distributionOf(reference: Sorted, current: Sorted): Distribution {
  const edges = edgesOf(spanOf(reference, current), isWhole(reference) && isWhole(current));
  return { edges, reference: countsOf(reference, edges), current: countsOf(current, edges) };
}

type Span = readonly [low: number, high: number];

function spanOf(reference: Sorted, current: Sorted): Span {
  const [low, high] = middleOf(reference);
  const [currentLow, currentHigh] = middleOf(current);
  // Of a reference that is constant nothing is as wide; then all of the current values are shown.
  const reach = high > low ? high - low : Infinity;
  return [
    Math.max(Math.min(low, currentLow), low - reach, -Number.MAX_VALUE),
    Math.min(Math.max(high, currentHigh), high + reach, Number.MAX_VALUE),
  ];
}

function middleOf(values: Sorted): Span {
  return [quantile(values, 0.005), quantile(values, 0.995)];
}

function isWhole(values: Sorted): boolean {
  return values.every((value) => Number.isSafeInteger(value));
}

/** Ascending, at least two. */
function edgesOf([low, high]: Span, isWhole: boolean): readonly number[] {
  if (isWhole) {
    const from = Math.floor(low) - 0.5;
    const width = Math.ceil((Math.ceil(high) - Math.floor(low) + 1) / MOST_BINS);
    const bins = Math.ceil((Math.ceil(high) + 0.5 - from) / width);
    return ascending(Array.from({ length: bins + 1 }, (_, edge) => from + edge * width));
  }
  const steps = Array.from({ length: MOST_BINS + 1 }, (_, edge) => edge / MOST_BINS);
  return ascending(steps.map((share) => low * (1 - share) + high * share));
}

/** Each once; around a single value there is a bin, too. */
function ascending(edges: readonly number[]): readonly number[] {
  const unique = [...new Set(edges)].toSorted((a, b) => a - b);
  const [only = 0] = unique;
  if (unique.length > 1) return unique;
  const half = Math.max(Math.abs(only) / 10, 0.5);
  return [Math.max(only - half, -Number.MAX_VALUE), Math.min(only + half, Number.MAX_VALUE)];
}

/** How many values are in each bin, its lower edge included; those beyond are in the outermost. */
function countsOf(values: Sorted, edges: readonly number[]): readonly number[] {
  const inner = edges.slice(1, -1).map((edge) => countBelow(values, edge));
  const starts = [0, ...inner, values.length];
  return starts.slice(1).map((end, bin) => end - (starts[bin] ?? 0));
}
