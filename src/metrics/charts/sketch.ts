import { isKnown } from '../../alert/known.ts';
import type { Chart, Mark, Point, Threshold } from './chart.ts';
import { legible } from './legible.ts';
import { segmentsOf } from './segments.ts';
import { summarise, type Summary } from '../summary.ts';

/** What of a chart is shown, in a picture and in words: texts that can be read, points in order. */
export interface Sketch extends Pick<Chart, 'theme'> {
  readonly title: string;
  readonly unit: string | undefined;
  readonly series: readonly SeriesSketch[];
  /** The names of the series that are not drawn. */
  readonly others: readonly string[];
  readonly thresholds: readonly ThresholdSketch[];
  readonly bands: readonly BandSketch[];
  readonly marks: readonly Mark[];
  readonly from: number;
  readonly to: number;
  readonly zone: string;
}

export type ThresholdSketch = Required<Threshold>;

export interface SeriesSketch {
  readonly label: string;
  readonly period: number;
  /** Unbroken stretches; never an empty one. */
  readonly segments: readonly (readonly Point[])[];
  readonly summary: Summary | undefined;
}

export interface BandSketch {
  readonly label: string;
  /** Unbroken stretches in which both ends of what is expected are known. */
  readonly segments: readonly (readonly BandPoint[])[];
}

export interface BandPoint {
  readonly at: number;
  readonly lower: number;
  readonly upper: number;
}

/** More lines than this nobody can tell apart. */
const MOST_SERIES = 10;
/** A picture that is 360 points wide has room for no more. */
const MOST_MARKS = 20;

export function sketch(chart: Chart): Sketch {
  const from = chart.from;
  const to = Math.max(chart.to, from + 1);
  const isShown = ({ at }: { readonly at: number }): boolean => from <= at && at <= to;
  return {
    theme: chart.theme,
    title: legible(chart.title),
    unit: chart.unit === undefined || chart.unit === '' ? undefined : legible(chart.unit),
    series: chart.series.slice(0, MOST_SERIES).map(({ label, points, period }) => {
      const segments = segmentsOf(points, { period, from, to });
      return {
        label: legible(label),
        period,
        segments,
        summary: summarise(segments.flat(), false),
      };
    }),
    others: chart.series.slice(MOST_SERIES).map(({ label }) => legible(label)),
    thresholds: (chart.thresholds ?? [])
      .filter(({ value }) => isKnown(value))
      .map((one) => ({ bad: 'above', ...one, label: legible(one.label) })),
    bands: (chart.bands ?? []).map((band) => ({
      label: legible(band.label),
      segments: bandSegments(band, { period: band.period, from, to }),
    })),
    marks: (chart.marks ?? [])
      .filter(isShown)
      .slice(0, MOST_MARKS)
      .map(({ at, label }) => ({ at, label: legible(label) }))
      .toSorted((a, b) => a.at - b.at),
    from,
    to,
    zone: chart.timeZone ?? 'UTC',
  };
}

function bandSegments(
  { lower, upper }: { readonly lower: readonly Point[]; readonly upper: readonly Point[] },
  shown: { readonly period: number; readonly from: number; readonly to: number },
): readonly (readonly BandPoint[])[] {
  const tops = new Map(upper.map(({ at, value }) => [at, value]));
  const paired = lower.filter(({ at }) => isKnown(tops.get(at)));
  return segmentsOf(paired, shown).map((segment) =>
    segment.map(({ at, value }) => ({ at, lower: value, upper: tops.get(at) ?? value })),
  );
}
