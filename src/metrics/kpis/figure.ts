import { compileFormula } from '../formula.ts';
import type { Measure } from '../measure.ts';
import type { Point, Span } from '../series.ts';
import { addsUp } from '../summary.ts';
import type { Folding } from './kpi.ts';

const MINUTE = 60_000;

/** The points of a measure that is not computed, over the span that the figure is of. */
export type PointsOf = (measure: Measure) => readonly Point[];

/**
 * One figure for a span. What is computed is computed of its operands' figures, each over the whole span: a
 * share is that of the sums, and no mean of shares, in which a quiet minute would weigh as much as a busy one.
 *
 * @param folding how the points become one figure; that of the measure unless told
 * @returns undefined where there is no data, unless a formula says what that means, and where it divides by zero
 */
export function figureOf(
  measure: Measure,
  span: Span,
  points: PointsOf,
  folding?: Folding,
): number | undefined {
  const { of } = measure;
  if (of.kind !== 'formula') return folded(points(measure), span, folding ?? foldingOf(measure));
  const figures = [...of.operands].map(
    ([name, operand]) => [name, figureOf(operand, span, points, folding)] as const,
  );
  const values = Object.fromEntries(figures);
  return compileFormula(of.text, [...of.operands.keys()]).at(values);
}

/** Requests add up, latencies have a mean. */
function foldingOf({ of }: Measure): Folding {
  return of.kind === 'stat' && addsUp(of.statistic) ? 'sum' : 'mean';
}

/** Points as one figure; undefined of none. The mean is of the periods, each of the same weight. */
export function folded(
  points: readonly Point[],
  { from, to }: Span,
  folding: Folding,
): number | undefined {
  const last = points.at(-1);
  if (last === undefined) return undefined;
  const sum = points.reduce((total, { value }) => total + value, 0);
  switch (folding) {
    case 'sum':
      return sum;
    case 'mean':
      return sum / points.length;
    case 'max':
      return points.reduce((most, { value }) => Math.max(most, value), last.value);
    case 'min':
      return points.reduce((least, { value }) => Math.min(least, value), last.value);
    case 'latest':
      return last.value;
    case 'per_minute':
      return sum / ((to - from) / MINUTE);
    case 'per_second':
      return sum / ((to - from) / 1000);
  }
}

/** The measures that a measure's figures are computed of: itself, where it is not computed. */
export function* leavesOf(measure: Measure): Generator<Measure> {
  if (measure.of.kind !== 'formula') yield measure;
  else for (const operand of measure.of.operands.values()) yield* leavesOf(operand);
}
