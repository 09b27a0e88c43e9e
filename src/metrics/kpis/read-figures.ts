import type { Measure } from '../measure.ts';
import type { Problem } from '../problem.ts';
import { readMeasures, type MeasureReading } from '../read-measures.ts';
import type { ReadOptions } from '../read-queries.ts';
import type { Point, Span } from '../series.ts';
import type { MetricSource } from '../source.ts';
import { figureOf, leavesOf } from './figure.ts';
import type { Folding } from './kpi.ts';

/** One figure that is wanted: of a measure, over a span that is read by a period (milliseconds). */
export interface WantedFigure {
  readonly measure: Measure;
  readonly span: Span;
  readonly period: number;
  readonly folding?: Folding | undefined;
}

/** A figure, undefined where there is no data; or why it can't be read, and whose problem that is. */
export type FigureRead =
  | {
      readonly ok: true;
      readonly figure: number | undefined;
      /** Where a source says that figures are missing which there are. */
      readonly isPartial?: true;
    }
  | { readonly ok: false; readonly problem: Problem; readonly source: string };

export interface FigureOptions extends ReadOptions {
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Reads any number of figures, all in as few calls as can be; in their order. */
export async function readFigures(
  wanted: readonly WantedFigure[],
  sources: ReadonlyMap<string, MetricSource>,
  options: FigureOptions,
): Promise<readonly FigureRead[]> {
  const leaves = wanted.flatMap(({ measure, span, period }) =>
    [...leavesOf(measure)].map((leaf) => ({ measure: withoutBand(leaf), span, period })),
  );
  const { readings } = await readMeasures(leaves, sources, options);
  const next = readings.values();
  return wanted.map((one) => {
    const own = new Map<Measure, MeasureReading>();
    for (const leaf of leavesOf(one.measure)) {
      const reading = next.next().value;
      if (reading !== undefined) own.set(leaf, reading);
    }
    return read(one, own);
  });
}

function read(
  { measure, span, folding }: WantedFigure,
  readings: ReadonlyMap<Measure, MeasureReading>,
): FigureRead {
  const points = new Map<Measure, readonly Point[]>();
  let isPartial = false;
  for (const [leaf, reading] of readings) {
    if (!reading.ok) return { ok: false, problem: reading.problem, source: reading.source };
    if (reading.series.length > 1) {
      const why = `${leaf.title} has ${reading.series.length} series, and a figure takes one: write sum(…), or avg(…)`;
      return { ok: false, problem: { kind: 'refused', why }, source: sourceOf(leaf) };
    }
    points.set(leaf, reading.series[0]?.points ?? []);
    isPartial ||= reading.isPartial === true;
  }
  const figure = figureOf(measure, span, (leaf) => points.get(leaf) ?? [], folding);
  return { ok: true, figure, ...(isPartial && { isPartial }) };
}

function sourceOf({ of }: Measure): string {
  return of.kind === 'formula' ? '' : of.source;
}

function withoutBand(measure: Measure): Measure {
  const { band: _, ...rest } = measure;
  return rest;
}
