import { isKnown } from '../../alert/known.ts';
import type { Point } from './chart.ts';

/** A little late is not missing: clocks of sources differ. */
const TOLERANCE = 1.5;

/** The finite points within a time, in order, split where at least one is missing. */
export function segmentsOf(
  points: readonly Point[],
  { period, from, to }: { readonly period: number; readonly from: number; readonly to: number },
): readonly (readonly Point[])[] {
  const segments: Point[][] = [];
  let last: Point | undefined;
  const known = points.filter(({ at, value }) => isKnown(value) && from <= at && at <= to);
  for (const point of known.toSorted((a, b) => a.at - b.at)) {
    const follows = last !== undefined && point.at - last.at <= TOLERANCE * period;
    if (follows) segments.at(-1)?.push(point);
    else segments.push([point]);
    last = point;
  }
  return segments;
}

/**
 * No more points than a picture has room for: of all that fall into the same `width` milliseconds the
 * lowest and the highest, so that no spike is lost.
 */
export function thinned(segment: readonly Point[], width: number): readonly Point[] {
  const columns = new Map<number, { low: Point; high: Point }>();
  for (const point of segment) {
    const index = Math.floor(point.at / width);
    const column = columns.get(index);
    if (column === undefined) columns.set(index, { low: point, high: point });
    else if (point.value < column.low.value) column.low = point;
    else if (point.value > column.high.value) column.high = point;
  }
  return [...columns.values()].flatMap(({ low, high }) => {
    if (low === high) return [low];
    return low.at < high.at ? [low, high] : [high, low];
  });
}
