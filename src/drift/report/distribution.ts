import { quantilesUnsorted } from '../statistics/quantiles-unsorted.ts';
import type { Distribution } from './report.ts';

const MOST_BINS = 30;

/**
 * How both are distributed, whatever their order, over bins of the same width, at most 30. They span what 99 % of the
 * reference span and reach out to what 99 % of the current values do, at most by as much again on
 * either side: a few values far out do not squeeze all others into one bin. Whole numbers of a small
 * range have a bin each.
 */
export function distributionOf(reference: Float64Array, current: Float64Array): Distribution {
  const edges = edgesOf(spanOf(reference, current), isWhole(reference) && isWhole(current));
  return { edges, reference: countsOf(reference, edges), current: countsOf(current, edges) };
}

type Span = readonly [low: number, high: number];

function spanOf(reference: Float64Array, current: Float64Array): Span {
  const [low, high] = middleOf(reference);
  const [currentLow, currentHigh] = middleOf(current);
  // Of a reference that is constant nothing is as wide; then all of the current values are shown.
  const reach = high > low ? high - low : Infinity;
  return [
    Math.max(Math.min(low, currentLow), low - reach, -Number.MAX_VALUE),
    Math.min(Math.max(high, currentHigh), high + reach, Number.MAX_VALUE),
  ];
}

function middleOf(values: Float64Array): Span {
  const [low = Number.NaN, high = Number.NaN] = quantilesUnsorted(values, [0.005, 0.995]);
  return [low, high];
}

function isWhole(values: Float64Array): boolean {
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
function countsOf(values: Float64Array, edges: readonly number[]): readonly number[] {
  const last = edges.length - 2;
  const counts = Array.from({ length: last + 1 }, () => 0);
  const low = edges[0] ?? 0;
  const scale = (last + 1) / ((edges.at(-1) ?? 0) - low);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    // The bins are equally wide, but for what was rounded of their edges.
    let bin = Math.max(0, Math.min((value - low) * scale, last)) | 0;
    while (bin > 0 && value < (edges[bin] ?? 0)) bin -= 1;
    while (bin < last && value >= (edges[bin + 1] ?? 0)) bin += 1;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
